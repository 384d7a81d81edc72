//! The code base as rectangles: as large as a file has statements, as shaded as it is covered.

use covdrop_protocol::Tile;
use yew::prelude::*;

use crate::state::State;

/// The map. Its tiles are links to their files.
pub(crate) fn map(state: &State) -> Html {
    let Some(tiles) = &state.map else { return Html::default() };
    let (width, height) = state.room;
    html! {
        <>
            <p class="legend">{ "Area: statements. Shade: covered, from " }<span class="shade s0">{ "0 %" }</span><span class="shade s3">{ "50 %" }</span><span class="shade s6">{ "100 %" }</span></p>
            <svg class="map" width={width.to_string()} height={height.to_string()} viewBox={format!("0 0 {width} {height}")}>
                { for tiles.iter().map(|tile| draw(state, tile)) }
            </svg>
        </>
    }
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

fn draw(state: &State, tile: &Tile) -> Html {
    let whole = |pixels: f32| pixels.round().to_string();
    let (x, y) = (whole(tile.x), whole(tile.y));
    let (width, height) = (whole(tile.width), whole(tile.height));
    let words =
        format!("{}: {} of {} statements", tile.path, tile.numbers.cover, tile.numbers.stmts);
    let label = |class: &'static str| {
        let fits = tile.width > 44.0 && tile.height > 16.0;
        html! {
            if fits {
                <svg x={x.clone()} y={y.clone()} width={width.clone()} height={height.clone()}>
                    <text {class} x="4" y="13">{ &tile.name }</text>
                    if !tile.is_folder && tile.height > 32.0 {
                        <text class="cover" x="4" y="28">{ &tile.numbers.cover }</text>
                    }
                </svg>
            }
        }
    };
    let rect = |class: Classes| {
        html! { <rect {class} x={x.clone()} y={y.clone()} width={width.clone()} height={height.clone()} /> }
    };
    if tile.is_folder {
        return html! { <g key={format!("{}/", tile.path)}>{ rect(classes!("folder")) }{ label("folder") }</g> };
    }
    html! {
        <a key={tile.path.clone()} href={state.route.with_file(&tile.path, None).to_string()} aria-label={words.clone()}>
            <title>{ words }</title>
            { rect(classes!("tile", shade(tile.numbers.percent))) }
            { label(shade(tile.numbers.percent)) }
        </a>
    }
}
