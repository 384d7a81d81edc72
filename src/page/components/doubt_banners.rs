//! Banners above a view: reasons to doubt the total, by kind.

use std::rc::Rc;

use covdrop_protocol::{DoubtGroup, DoubtKind, DoubtRow, Overview};
use yew::prelude::*;

use super::copy_button::CopyBlock;
use super::doubt_links::view_of;
use crate::route::{Route, View};
use crate::shared::Shared;
use crate::words::{self, notices};

#[derive(PartialEq, Properties)]
pub(crate) struct DoubtBannersProps {
    pub(crate) overview: Shared<Overview>,
    pub(crate) route: Rc<Route>,
    pub(crate) copied: Rc<str>,
}

/// A banner for each kind of doubt. The list of files, which a person sees first, has all of them;
/// another view has those that a person can resolve there. The links beside the total name all of
/// them in every view.
#[component]
pub(crate) fn DoubtBanners(props: &DoubtBannersProps) -> Html {
    let view = props.route.view;
    let has_its_place = |group: &&DoubtGroup| view == View::Files || view == view_of(group.kind);
    let shown = props.overview.doubts.iter().filter(has_its_place);
    shown.map(|group| banner(group, props)).collect()
}

fn banner(group: &DoubtGroup, props: &DoubtBannersProps) -> Html {
    let DoubtBannersProps { overview, route, copied } = props;
    let hidden = u64::from(group.count).saturating_sub(group.first.len() as u64);
    let is_of_paths = group.kind == DoubtKind::Inferred;
    html! {
        <section class="notice doubt" key={group.kind.as_str()} data-doubt={group.kind.as_str()}>
            <strong>{notices::doubt(group.kind, group.count.into())}</strong>
            <ul>
                { for group.first.iter().map(|row| sentence(row, route)) }
                if hidden > 0 { <li>{words::and_more(hidden)}</li> }
            </ul>
            <p>
                {group.kind.advice()}
                if is_of_paths {
                    {" "}
                    <a href={route.with_view(View::Input).to_string()}>{notices::CHANGE_MAPPING}</a>
                }
            </p>
            if is_of_paths && !overview.paths.section.is_empty() {
                <details>
                    <summary>{notices::SETTINGS_TO_COPY}</summary>
                    <CopyBlock text={overview.paths.section.clone()} copied={copied.clone()} />
                </details>
            }
        </section>
    }
}

/// The sentence of a doubt, which leads to its file.
fn sentence(DoubtRow { what, file }: &DoubtRow, route: &Route) -> Html {
    match file {
        Some(file) => {
            let href = route.with_file(file, None).to_string();
            html! { <li><a {href}><bdi>{what.clone()}</bdi></a></li> }
        }
        None => html! { <li><bdi>{what.clone()}</bdi></li> },
    }
}
