//! The reports to save, and the TOTAL line for GitLab's badge.

use std::rc::Rc;

use covdrop_protocol::{Format, Overview};
use yew::prelude::*;

use super::copy_button::CopyButton;
use crate::dispatch::use_dispatch;
use crate::report_file::NAME;
use crate::shared::Shared;
use crate::state::{Action, ReportFile};
use crate::words::reports;

/// The formats, with the word in `data-export` and the label.
const FORMATS: [(Format, &str, &str); 6] = [
    (Format::Text, "text", reports::TEXT),
    (Format::Markdown, "markdown", reports::MARKDOWN),
    (Format::Json, "json", reports::JSON),
    (Format::Xml, "xml", reports::XML),
    (Format::Lcov, "lcov", reports::LCOV),
    (Format::Coverage, "coverage", reports::COVERAGE),
];

#[derive(PartialEq, Properties)]
pub(crate) struct ExportMenuProps {
    pub(crate) overview: Shared<Overview>,
    pub(crate) copied: Rc<str>,
    /// The session as one HTML file, if the page has made it.
    pub(crate) report: Option<ReportFile>,
}

#[component]
pub(crate) fn ExportMenu(props: &ExportMenuProps) -> Html {
    let dispatch = use_dispatch();
    let overview = &props.overview;
    if overview.totals.numbers.is_none() {
        return Html::default();
    }
    html! {
        <section class="exports" aria-labelledby="exports">
            <h2 id="exports">{reports::SAVE_AS}</h2>
            <p>
                for (format, word, label) in FORMATS {
                    <button
                        type="button"
                        data-export={word}
                        onclick={dispatch.on(Action::ExportRequested(format))}
                    >{label}</button>
                }
                <button
                    type="button"
                    data-export="html"
                    onclick={dispatch.on(Action::ReportRequested)}
                >{reports::THIS_REPORT}</button>
            </p>
            <p class="hint">{reports::DOT_IS_LOST}</p>
            <p role="status">
                if let Some(report) = &props.report {
                    <a class="save" href={report.url.to_string()} download={NAME}>
                        {reports::save(NAME, report.size)}
                    </a>
                }
            </p>
            <div class="total">
                <label>
                    {reports::TOTAL_LINE}
                    <textarea
                        class="total-line"
                        rows="2"
                        readonly=true
                        value={overview.totals.line.clone()}
                    />
                </label>
                <CopyButton text={overview.totals.line.clone()} copied={props.copied.clone()} />
            </div>
        </section>
    }
}
