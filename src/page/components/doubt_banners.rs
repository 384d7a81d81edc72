//! Banners above a view: reasons to doubt the total, by kind.

use std::rc::Rc;

use covdrop_protocol::{DoubtGroup, DoubtKind, DoubtRow, Overview};
use yew::prelude::*;

use super::copy_button::CopyBlock;
use crate::format::count;
use crate::route::{Route, View};
use crate::shared::Shared;

#[derive(PartialEq, Properties)]
pub(crate) struct DoubtBannersProps {
    pub(crate) overview: Shared<Overview>,
    pub(crate) route: Rc<Route>,
    pub(crate) copied: Rc<str>,
}

/// A banner for each kind of doubt.
#[component]
pub(crate) fn DoubtBanners(props: &DoubtBannersProps) -> Html {
    props.overview.doubts.iter().map(|group| banner(group, props)).collect()
}

fn banner(group: &DoubtGroup, props: &DoubtBannersProps) -> Html {
    let DoubtBannersProps { overview, route, copied } = props;
    let hidden = u64::from(group.count).saturating_sub(group.first.len() as u64);
    let is_of_paths = group.kind == DoubtKind::Inferred;
    html! {
        <section class="notice doubt" key={group.kind.as_str()} data-doubt={group.kind.as_str()}>
            <strong>{title(group)}</strong>
            <ul>
                { for group.first.iter().map(|row| sentence(row, route)) }
                if hidden > 0 {
                    <li>{format!("And {hidden} more.")}</li>
                }
            </ul>
            <p>
                {group.kind.advice()}
                if is_of_paths {
                    {" "}
                    <a href={route.with_view(View::Input).to_string()}>{"Change the mapping"}</a>
                }
            </p>
            if is_of_paths && !overview.paths.section.is_empty() {
                <details>
                    <summary>{"Settings to copy"}</summary>
                    <CopyBlock text={overview.paths.section.clone()} copied={copied.clone()} />
                </details>
            }
        </section>
    }
}

fn title(group: &DoubtGroup) -> String {
    let number = u64::from(group.count);
    match group.kind {
        DoubtKind::WrongSource => "This may be the source of another project.".to_owned(),
        DoubtKind::Stale => format!("{} not as tested.", count(number, "file")),
        DoubtKind::Missing => format!("{} missing from the source.", count(number, "tested file")),
        DoubtKind::Inferred => "Path mapping was inferred.".to_owned(),
        DoubtKind::Plugin => "Plugins of coverage.py do not run here.".to_owned(),
        DoubtKind::Mixed => "Line data and branch data are counted together.".to_owned(),
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
