//! The code base as rectangles: as large as a file has statements, as shaded as it is covered.

use covdrop_protocol::{Query, Tile};
use yew::Html;

use crate::bar::rect;
use crate::state::State;
use crate::tag::{Tag, count, tag};

/// The map. Its tiles are links to their files, and folders to themselves alone.
pub(crate) fn map(state: &State) -> Html {
    let Some(tiles) = &state.map else { return Html::default() };
    let (width, height) = state.room;
    let legend = tag("p; class=legend")
        .text("Area: statements. Shade: how much is covered. ")
        .tag(tag("span; class=shade s0").text("0 %"))
        .tag(tag("span; class=shade s3").text("50 %"))
        .tag(tag("span; class=shade s6").text("100 %"));
    let map = tag("svg; class=map")
        .owned("width", width.to_string())
        .owned("height", height.to_string())
        .all(tiles.iter().map(|tile| draw(state, tile)));
    [legend.html(), map.html()].into_iter().collect()
}

/// One of seven shades; only what is wholly covered or not at all has the outermost ones.
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

/// Where a tile lies, in whole pixels: x, y, width, height. Edges are rounded, not lengths, so that
/// neighbours meet.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixels are few, and none is negative"
)]
fn place(tile: &Tile) -> [u64; 4] {
    let edge = |pixels: f32| pixels.round() as u64;
    let (x, y) = (edge(tile.x), edge(tile.y));
    let (right, bottom) = (edge(tile.x + tile.width), edge(tile.y + tile.height));
    [x, y, right.saturating_sub(x), bottom.saturating_sub(y)]
}

fn draw(state: &State, tile: &Tile) -> Html {
    let [x, y, width, height] = place(tile);
    if tile.is_folder {
        // What is in the folder alone, and as large as the map.
        let filter = format!("{}/", tile.path);
        let route = state.route.with_query(Query { filter, ..state.route.query.clone() });
        return tag("a")
            .owned("href", route.to_string())
            .tag(tag("title").say(tile.path.clone()))
            .tag(rect("folder", x, y, width, height))
            .all(label(tile, "folder"))
            .html();
    }
    let shade = shade(tile.numbers.percent);
    let numbers = &tile.numbers;
    let words =
        format!("{}: {} of {}", tile.path, numbers.cover, count(numbers.stmts, "statement"));
    tag("a")
        .owned("href", state.route.with_file(&tile.path, None).to_string())
        .set("class", shade)
        .tag(tag("title").say(words))
        .tag(rect("tile", x, y, width, height))
        .all(label(tile, "tile"))
        .html()
}

/// The name and the percentage, where there is room for them; what is too long is cut off.
fn label(tile: &Tile, class: &'static str) -> Vec<Html> {
    let [x, y, width, height] = place(tile);
    if width < 44 || height < 16 {
        return Vec::new();
    }
    let text = |y: &'static str, words: String| -> Tag {
        tag("text").class(class).set("x", "4").set("y", y).say(words)
    };
    let mut frame = tag("svg")
        .owned("x", x.to_string())
        .owned("y", y.to_string())
        .owned("width", (width - 4).to_string())
        .owned("height", height.to_string())
        .tag(text("12", tile.name.clone()));
    if !tile.is_folder && height > 32 {
        frame = frame.tag(text("26", tile.numbers.cover.clone()));
    }
    vec![frame.html()]
}
