//! Measures how long users wait in the browser. `./dev bench` runs it on generated data.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

use crate::visit::{How, Visit};

/// The number of runs, of which the median counts.
const TIMES: usize = 7;

/// The number of runs of a large drop, of which the best counts, as for coverage.py.
const DROPS: usize = 3;

/// Runs `act`, and returns the milliseconds until a frame in which the result of `sign` has
/// changed.
const TIME: &str = "
    const [act, sign] = [arguments[0], arguments[1]].map(text => new Function(text));
    const done = arguments[2], before = sign(), start = performance.now();
    const look = observer => {
        if (sign() === before) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
    };
    new MutationObserver((_, observer) => look(observer))
        .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    act();";

/// Scrolls for two seconds, and returns the longest time between two frames.
const SCROLL: &str = "
    const done = arguments[0], end = performance.now() + 2000;
    let last = performance.now(), longest = 0;
    requestAnimationFrame(function frame(now) {
        longest = Math.max(longest, now - last);
        last = now;
        scrollBy(0, 400);
        now < end ? requestAnimationFrame(frame) : done(longest);
    });";

/// Records the time of a drop, and the time when its totals appear.
const DROP: &str = "
    window.took = null;
    addEventListener('drop', () => {
        const start = performance.now();
        new MutationObserver((_, observer) => {
            const total = document.querySelector('[data-total=cover]');
            if (!total || document.body.dataset.state !== 'ready') return;
            observer.disconnect();
            window.took = performance.now() - start;
        }).observe(document, { subtree: true, childList: true, attributes: true });
    }, { capture: true, once: true });";

const TOTAL: &str = "return document.querySelector('[data-total=miss]')?.textContent";
const LIST: &str = "const rows = document.querySelectorAll('[data-file]');
    return rows.length + rows[0]?.dataset.file";
const LINE: &str = "return document.querySelector('[data-line]')?.dataset.line";
const SWITCH: &str = "document.querySelector('input[data-job]').click()";

/// Returns the folder that an environment variable names.
pub(crate) fn folder(variable: &str) -> PathBuf {
    let folder = std::env::var_os(variable).map(PathBuf::from);
    folder.unwrap_or_else(|| panic!("{variable} must name a folder; ./dev bench sees to it"))
}

/// Returns the milliseconds from `act` until the result of `sign` has changed.
async fn once(visit: &Visit, act: &str, sign: &str) -> f64 {
    let took = visit.client.execute_async(TIME, vec![json!(act), json!(sign)]).await;
    took.unwrap().as_f64().unwrap()
}

/// Returns the median of several runs of `act` until `sign` changes, in milliseconds. Runs `undo`
/// between them.
async fn time(visit: &Visit, act: &str, undo: Option<&str>, sign: &str) -> f64 {
    let mut times = Vec::new();
    for _ in 0..TIMES {
        times.push(once(visit, act, sign).await);
        if let Some(undo) = undo {
            once(visit, undo, sign).await;
        }
    }
    times.sort_by(f64::total_cmp);
    times[TIMES / 2]
}

/// Drops the contents of folders. Returns the milliseconds until their totals appear.
async fn dropped(visit: &Visit, folders: &[PathBuf]) -> f64 {
    // A user needs a moment before dropping a folder.
    tokio::time::sleep(Duration::from_secs(2)).await;
    visit.run(DROP).await;
    visit.drop(folders).await;
    visit.see("[data-total=cover]").await;
    visit.ready().await;
    visit.run("return window.took").await.as_f64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures; ./dev bench calls it"]
async fn waiting_times() {
    let made = folder("COVDROP_BENCH");
    let theirs: f64 = std::env::var("COVDROP_BENCH_THEIRS").unwrap().parse().unwrap();

    let mut times = Vec::new();
    for _ in 0..DROPS {
        let visit = Visit::start(How::Http).await;
        let folders = [made.join("jobs"), folder("COVDROP_BENCH_SOURCE")];
        times.push(dropped(&visit, &folders).await / 1000.0);
        visit.end().await;
    }
    println!("50 jobs of Django, from drop to totals: {times:.2?} s");
    let ours = times.into_iter().fold(f64::INFINITY, f64::min);
    println!("ratio to coverage.py's combine and report: {:.1}", theirs / ours);

    let visit = Visit::start(How::Http).await;
    let took = dropped(&visit, &[made.join("viewer/switch")]).await;
    println!("Many contexts, from drop to totals: {took:.0} ms");
    println!("  a job switched: {:.0} ms", time(&visit, SWITCH, None, TOTAL).await);
    visit.end().await;

    let visit = Visit::start(How::Http).await;
    dropped(&visit, &[made.join("viewer/filter")]).await;
    let write = "const field = document.querySelector('[data-search]');
        field.value = field.value ? '' : 'sub3 module_9';
        field.dispatchEvent(new Event('input', { bubbles: true }));";
    println!("10,000 files filtered: {:.0} ms", time(&visit, write, None, LIST).await);
    let sort = "document.querySelector('.files th.name button').click()";
    println!("  sorted: {:.0} ms", time(&visit, sort, None, LIST).await);
    visit.end().await;

    let visit = Visit::start(How::Http).await;
    dropped(&visit, &[made.join("viewer/open/acme"), made.join("viewer/open/job")]).await;
    let (open, close) = ("location.hash = 'file=long.py'", "location.hash = ''");
    let opened = time(&visit, open, Some(close), LINE).await;
    println!("A file of 50,000 lines opened: {opened:.0} ms");
    once(&visit, open, LINE).await;
    let longest = visit.client.execute_async(SCROLL, Vec::<Value>::new()).await.unwrap();
    println!("  the longest frame of scrolling: {:.0} ms", longest.as_f64().unwrap());
    visit.end().await;
}
