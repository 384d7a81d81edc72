//! The treemap: a rectangle for each file, with its statements as the area and its coverage as the
//! shade.

use std::rc::Rc;

use covdrop_protocol::{ListQuery, Tile, display_name, display_text};
use yew::prelude::*;

use super::coverage_bar::rectangle;
use crate::route::Route;
use crate::shared::Shared;
use crate::words::{files, tabs};

/// The minimum width and height of a rectangle with a name, in pixels, and the minimum height of
/// one with a percentage.
const NAMED: (u64, u64) = (44, 16);
const NUMBERED: u64 = 32;

#[derive(PartialEq, Properties)]
pub(crate) struct TreemapProps {
    pub(crate) tiles: Shared<Vec<Tile>>,
    pub(crate) links: Rc<Route>,
    /// The width and height, in pixels.
    pub(crate) size: (u32, u32),
}

/// The treemap. Files are links to their source, folders are links to the treemap of themselves.
#[component]
pub(crate) fn Treemap(props: &TreemapProps) -> Html {
    let (width, height) = props.size;
    html! {
        <>
            <p class="legend">
                {files::MAP_LEGEND}{" "}
                <span class="shade s0">{"0 %"}</span>
                <span class="shade s3">{"50 %"}</span>
                <span class="shade s6">{"100 %"}</span>
            </p>
            <svg
                class="map"
                aria-label={tabs::MAP}
                width={width.to_string()}
                height={height.to_string()}
            >
                { for props.tiles.iter().map(|tile| rectangle_of(tile, &props.links)) }
            </svg>
        </>
    }
}

/// Returns one of seven shades; the outermost ones only for full or no coverage.
pub(crate) fn shade(percent: f64) -> &'static str {
    match percent {
        p if p >= 100.0 => "s6",
        p if p >= 90.0 => "s5",
        p if p >= 75.0 => "s4",
        p if p >= 50.0 => "s3",
        p if p >= 25.0 => "s2",
        p if p > 0.0 => "s1",
        _ => "s0",
    }
}

/// Returns the x, y, width and height of a tile in whole pixels. It rounds the edges, not the
/// lengths, so that neighbours meet.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixels are few, and none is negative"
)]
fn bounds(tile: &Tile) -> [u64; 4] {
    let edge = |pixels: f32| pixels.round() as u64;
    let (x, y) = (edge(tile.x), edge(tile.y));
    let (right, bottom) = (edge(tile.x + tile.width), edge(tile.y + tile.height));
    [x, y, right.saturating_sub(x), bottom.saturating_sub(y)]
}

fn rectangle_of(tile: &Tile, links: &Route) -> Html {
    let [x, y, width, height] = bounds(tile);
    if tile.is_folder {
        let filter = format!("{}/", tile.path);
        let route = links.with_query(ListQuery { filter, ..links.query.clone() });
        return html! {
            <a href={route.to_string()}>
                <title>{display_name(&tile.path)}</title>
                { rectangle("folder", x, y, width, height) }
                { label(tile, "folder") }
            </a>
        };
    }
    let numbers = &tile.numbers;
    let summary = files::tile(&tile.path, &numbers.cover, numbers.stmts);
    html! {
        <a href={links.with_file(&tile.path, None).to_string()} class={shade(numbers.percent)}>
            <title>{display_text(&summary)}</title>
            { rectangle("tile", x, y, width, height) }
            { label(tile, "tile") }
        </a>
    }
}

/// The name and the percentage, if they fit; a long name is cut off.
fn label(tile: &Tile, class: &'static str) -> Html {
    let [x, y, width, height] = bounds(tile);
    if width < NAMED.0 || height < NAMED.1 {
        return Html::default();
    }
    html! {
        <svg
            x={x.to_string()}
            y={y.to_string()}
            width={(width - 4).to_string()}
            height={height.to_string()}
        >
            <text {class} x="4" y="12">{tile.name.clone()}</text>
            if !tile.is_folder && height > NUMBERED {
                <text {class} x="4" y="26">{tile.numbers.cover.clone()}</text>
            }
        </svg>
    }
}
