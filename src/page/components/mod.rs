//! The views, one component a file.

mod app;
mod compare_view;
mod context_list;
mod copy_button;
mod coverage_bar;
mod desk;
mod doubt_banners;
mod doubt_links;
mod drop_overlay;
mod export_menu;
mod file_filter;
mod file_head;
mod file_row;
mod file_table;
mod header;
mod help_dialog;
mod input_card;
mod inputs_view;
mod job_chip;
mod job_form;
mod job_item;
mod job_matrix;
mod jobs_panel;
mod line_details;
mod main_view;
mod minimap;
mod notices;
mod path_form;
mod path_mappings;
mod path_name;
mod print_head;
mod problems_list;
mod project_line;
mod saved_session_panel;
mod settings_view;
mod source_line;
mod source_view;
mod spacer;
mod table_head;
mod theme_select;
mod toasts;
mod treemap;
mod view_tabs;
mod welcome;

pub(crate) use app::App;

#[cfg(test)]
mod tests;
