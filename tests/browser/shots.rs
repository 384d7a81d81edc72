//! Pictures of every state, to be looked at. `./dev shots` makes them.

use std::path::PathBuf;

use serde_json::json;

use crate::access::{PLACES, loaded};
use crate::visit::{How, Visit};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "makes pictures for people; ./dev shots calls it"]
async fn every_state() {
    let folder = std::env::var_os("COVDROP_SHOTS").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| panic!("COVDROP_SHOTS must name a folder"));
    let visit = Visit::start(How::Http).await;
    let shoot = async |name: String| {
        let picture = visit.client.screenshot().await.unwrap();
        std::fs::write(folder.join(format!("{name}.png")), picture).unwrap();
    };
    for theme in ["light", "dark"] {
        set(&visit, theme).await;
        shoot(format!("welcome-{theme}")).await;
    }
    loaded(&visit).await;
    for (theme, width) in [("light", 1280), ("dark", 1280), ("light", 360)] {
        set(&visit, theme).await;
        visit.client.set_window_size(width, 900).await.unwrap();
        for (name, hash, sign) in PLACES {
            visit.go(hash).await;
            visit.see(sign).await;
            visit.ready().await;
            shoot(format!("{name}-{theme}-{width}")).await;
        }
    }
    visit.end().await;
}

async fn set(visit: &Visit, theme: &str) {
    let set = "document.documentElement.dataset.theme = arguments[0]";
    visit.client.execute(set, vec![json!(theme)]).await.unwrap();
}
