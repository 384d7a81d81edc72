//! Takes screenshots of every state, for review. `./dev shots` runs it.

use std::path::PathBuf;

use serde_json::json;

use crate::access::{PLACES, loaded};
use crate::intake::{heavy, wrong};
use crate::visit::{How, Visit};

/// The themes and the widths of the pictures, in pixels.
const KINDS: [(&str, u32); 6] = [
    ("light", 1280),
    ("dark", 1280),
    ("light", 320),
    ("dark", 320),
    ("light", 768),
    ("light", 2560),
];

/// The emulated media besides the themes: forced colors, and paper.
const MEDIA: [(&str, &str, &str); 2] = [("forced", "", "active"), ("print", "print", "none")];

#[tokio::test(flavor = "multi_thread")]
#[ignore = "makes pictures for people; ./dev shots calls it"]
async fn every_state() {
    let visit = Visit::start(How::Http).await;
    shoot(&visit, "welcome").await;
    loaded(&visit).await;
    visit.go("#view=input").await;
    visit.click("[data-keep]").await;
    visit.see(".keep button").await;
    visit.until("return / kB saved/.test(document.querySelector('.keep').textContent)").await;
    visit.run("scrollTo(0, document.body.scrollHeight)").await;
    shoot(&visit, "kept").await;
    for (name, hash, sign) in PLACES {
        visit.go(hash).await;
        visit.see(sign).await;
        visit.ready().await;
        shoot(&visit, name).await;
    }
    visit.press("?").await;
    visit.see("[role=dialog]").await;
    shoot(&visit, "help").await;
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "makes pictures for people; ./dev shots calls it"]
async fn wrong_files() {
    let folder = tempfile::tempdir().unwrap();
    let visit = Visit::start(How::Http).await;
    visit.drop(&wrong(folder.path())).await;
    visit.ready().await;
    shoot(&visit, "wrong").await;
    visit.go("#view=input").await;
    visit.see(".card .wrong").await;
    shoot(&visit, "wrong-cards").await;
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "makes pictures for people; ./dev shots calls it"]
async fn progress() {
    let folder = tempfile::tempdir().unwrap();
    let heavy = heavy(folder.path(), 500);
    let visit = Visit::start(How::Http).await;
    visit.drop(&[heavy]).await;
    visit.see(".working progress[value]").await;
    shoot(&visit, "progress").await;
    visit.end().await;
}

/// Takes a screenshot of the page in each theme and width.
async fn shoot(visit: &Visit, name: &str) {
    let folder = std::env::var_os("COVDROP_SHOTS").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| panic!("COVDROP_SHOTS must name a folder"));
    let write = async |kind: String| {
        let picture = visit.client.screenshot().await.unwrap();
        std::fs::write(folder.join(format!("{name}-{kind}.png")), picture).unwrap();
    };
    for (theme, width) in KINDS {
        let set = "document.documentElement.dataset.theme = arguments[0]";
        visit.client.execute(set, vec![json!(theme)]).await.unwrap();
        visit.resize(width, 640.max(width.min(900))).await;
        write(format!("{theme}-{width}")).await;
    }
    visit.resize(1280, 900).await;
    for (kind, media, forced_colors) in MEDIA {
        visit.emulate(media, forced_colors).await;
        write(kind.to_owned()).await;
    }
    visit.emulate("", "none").await;
}
