//! The main part of the page: an open file, or one of the views.

use std::rc::Rc;

use yew::prelude::*;

use super::compare_view::CompareView;
use super::doubt_banners::DoubtBanners;
use super::file_filter::FileFilter;
use super::file_table::{FileTable, FileTableProps};
use super::inputs_view::InputsView;
use super::job_matrix::JobMatrix;
use super::notices::{FilesWithoutNumbers, MissingFileNotice, MissingInputNotice};
use super::path_mappings::PathMappings;
use super::saved_session_panel::SavedSessionPanel;
use super::settings_view::SettingsView;
use super::source_view::{SourceView, SourceViewProps};
use super::treemap::Treemap;
use super::view_tabs::ViewTabs;
use crate::route::View;
use crate::state::{Phase, State};
use crate::virtual_list::TABLE;

/// The main part of the page. It is a function, so that each view gets only those parts of the
/// state that it shows.
pub(crate) fn main_view(state: &State) -> Html {
    match (&state.route.file, SourceViewProps::of(state)) {
        (Some(_), Some(props)) => html! { <SourceView ..props /> },
        (Some(path), None) if state.phase() == Phase::Ready && state.open_file.is_missing => {
            html! { <MissingFileNotice path={path.clone()} route={state.route.clone()} /> }
        }
        // The worker may still send it.
        (Some(_), None) => Html::default(),
        (None, _) => html! {
            <>
                <ViewTabs route={state.route.clone()} />
                <MissingInputNotice overview={state.overview.clone()} />
                <DoubtBanners
                    overview={state.overview.clone()}
                    route={state.route.clone()}
                    copied={state.ui.copied.clone()}
                />
                { view(state) }
                if state.route.view == View::Files {
                    <FilesWithoutNumbers
                        overview={state.overview.clone()}
                        route={state.route.clone()}
                    />
                }
            </>
        },
    }
}

fn view(state: &State) -> Html {
    let overview = || state.overview.clone();
    let copied = || Rc::clone(&state.ui.copied);
    match state.route.view {
        View::Files | View::Tree | View::Functions | View::Classes => html! {
            <>
                { filter(state) }
                if let Some(props) = FileTableProps::of(&state.listings, &state.overview) {
                    <FileTable ..props />
                }
            </>
        },
        View::Map => html! { <>{ filter(state) }{ treemap(state) }</> },
        View::Matrix => html! { <>{ filter(state) }{ matrix(state) }</> },
        View::Compare => html! {
            <CompareView
                route={state.route.clone()}
                overview={overview()}
                found={state.jobs.found.clone()}
                minimal={state.jobs.minimal.clone()}
            />
        },
        View::Input => html! {
            <>
                <InputsView inputs={state.inputs.clone()} overview={overview()} />
                <SavedSessionPanel saved_session={state.saved_session.clone()} />
                <PathMappings overview={overview()} copied={copied()} />
            </>
        },
        View::Settings => html! { <SettingsView overview={overview()} copied={copied()} /> },
    }
}

/// The filters of a view of files.
fn filter(state: &State) -> Html {
    let Some(listing) = state.listings.list.clone() else { return Html::default() };
    let is_virtual = listing.rows.len() > TABLE && state.route.view != View::Map;
    let has_columns = state.route.view.shape().is_some() && state.overview.totals.has_branches;
    let columns = has_columns.then_some(state.route.columns);
    html! { <FileFilter query={state.route.query.clone()} {listing} {columns} {is_virtual} /> }
}

fn treemap(state: &State) -> Html {
    let Some(tiles) = state.listings.map.clone() else { return Html::default() };
    html! { <Treemap {tiles} links={state.listings.links.clone()} size={state.ui.viewport} /> }
}

fn matrix(state: &State) -> Html {
    let Some(matrix) = state.listings.matrix.clone() else { return Html::default() };
    html! {
        <JobMatrix
            {matrix}
            overview={state.overview.clone()}
            links={state.listings.links.clone()}
            last_opened={state.listings.last_opened.clone()}
            position={state.listings.position.clone()}
            is_printing={state.listings.is_printing}
        />
    }
}
