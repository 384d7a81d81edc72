//! Measures the viewer on a slow machine, beside coverage.py's HTML report of the same data.
//! `./dev bench` runs it.
//!
//! The whole browser gets a CPU quota, so that each processor is [`TIMES_SLOWER`] times slower.

use serde_json::{Value, json};

use crate::bench::folder;
use crate::visit::{How, Visit};

const TIMES_SLOWER: u64 = 6;

/// Types texts into a field, one after the other. Returns the milliseconds from each of them to a
/// frame in which the result of `sign` has changed.
const TYPE: &str = "
    const [selector, texts, sign] = [arguments[0], arguments[1].split(' '), new Function(arguments[2])];
    const done = arguments[3], field = document.querySelector(selector), times = [];
    const type = at => {
        if (at === texts.length) return done(times);
        const before = sign(), start = performance.now();
        const observer = new MutationObserver(() => {
            if (sign() === before) return;
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() => {
                times.push(performance.now() - start);
                setTimeout(() => type(at + 1), 300);
            }));
        });
        observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        field.value = texts[at];
        field.dispatchEvent(new Event('input', { bubbles: true }));
    };
    type(0);";

/// Acts, and returns the milliseconds until the next frame, and until a frame in which the result of
/// `sign` has changed.
const ACT: &str = "
    const [act, sign] = [arguments[0], arguments[1]].map(text => new Function(text));
    const done = arguments[2], before = sign(), start = performance.now();
    const since = () => performance.now() - start;
    const painted = then => requestAnimationFrame(() => setTimeout(then));
    let answered = null, changed = null;
    const end = () => { if (answered !== null && changed !== null) done([answered, changed]); };
    const observer = new MutationObserver(() => {
        if (sign() === before) return;
        observer.disconnect();
        painted(() => { changed = since(); end(); });
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    act();
    painted(() => { answered = since(); end(); });";

/// Scrolls for three seconds. Returns the milliseconds between frames.
const SCROLL: &str = "
    const done = arguments[0], end = performance.now() + 3000, frames = [];
    let last = performance.now();
    scrollTo(0, 0);
    requestAnimationFrame(function frame(now) {
        frames.push(now - last);
        last = now;
        scrollBy(0, 200);
        now < end ? requestAnimationFrame(frame) : done(frames);
    });";

const FILTER: &str = "filter, key to paint";
const LIST_FRAMES: &str = "list, scroll frames";
const SOURCE_FRAMES: &str = "source, scroll frames";

/// The texts to type. Each filters other files of sympy than the previous one.
const TYPED: &str = "d do g ge c co i in int t te ten";
const SUM: &str = "return document.querySelector('[data-sum]')?.textContent";
const TOTAL: &str = "return document.querySelector('[data-total=miss]')?.textContent";
const SWITCH: &str = "document.querySelector('input[data-job]').click()";
/// The rows that coverage.py's index shows.
const THEIR_ROWS: &str = "return document.querySelectorAll('tr.region:not(.hidden)').length";

/// Milliseconds of one kind of action.
struct Figures(Vec<f64>);

impl Figures {
    fn of(measured: &Value) -> Figures {
        let mut all: Vec<f64> =
            measured.as_array().unwrap().iter().filter_map(Value::as_f64).collect();
        all.sort_by(f64::total_cmp);
        Figures(all)
    }

    /// Returns a line with the median and the maximum.
    fn line(&self, name: &str) -> String {
        let (median, maximum) = (self.0[self.0.len() / 2], self.0[self.0.len() - 1]);
        format!("  {name}: {median:.0} ms at the median, {maximum:.0} ms at most")
    }
}

/// Returns the result of an asynchronous script.
async fn measured(visit: &Visit, script: &str, arguments: &[&str]) -> Value {
    let arguments = arguments.iter().map(|argument| json!(argument)).collect();
    visit.client.execute_async(script, arguments).await.unwrap()
}

/// Measures an action several times: until it is answered, and until its result is shown.
async fn acts(visit: &Visit, act: &str, undo: Option<&str>, sign: &str) -> [Figures; 2] {
    let mut runs = Vec::new();
    for _ in 0..5 {
        runs.push(measured(visit, ACT, &[act, sign]).await);
        if let Some(undo) = undo {
            measured(visit, ACT, &[undo, sign]).await;
        }
    }
    [0, 1].map(|at| Figures::of(&runs.iter().map(|run| run[at].clone()).collect()))
}

/// Measures the frames of three seconds of scrolling.
async fn scrolled(visit: &Visit) -> Figures {
    Figures::of(&measured(visit, SCROLL, &[]).await)
}

/// Measures the keys of a filter, and empties its field.
async fn typed(visit: &Visit, field: &str, sign: &str) -> Figures {
    let figures = Figures::of(&measured(visit, TYPE, &[field, TYPED, sign]).await);
    visit.write(field, "").await;
    figures
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures; ./dev bench calls it"]
async fn slow_machine() {
    let made = folder("COVDROP_BENCH");
    let visit = Visit::start(How::Http).await;
    visit.drop(&[made.join("slow"), folder("COVDROP_BENCH_SLOW_SOURCE")]).await;
    visit.see("[data-total=cover]").await;
    visit.ready().await;
    let Ok(quota) = visit.slow_down(TIMES_SLOWER) else {
        println!("not measured: this user cannot make a control group with a CPU quota");
        return visit.end().await;
    };
    println!("Covdrop");
    println!("{}", typed(&visit, "[data-search]", SUM).await.line(FILTER));
    let [answered, switched] = acts(&visit, SWITCH, None, TOTAL).await;
    println!("{}", answered.line("job switch, answered"));
    println!("{}", switched.line("job switch, new total"));
    let files = "location.hash = ''";
    for (view, sign) in [("map", ".map"), ("matrix", ".matrix")] {
        let open = format!("location.hash = 'view={view}'");
        let sign = format!("return !!document.querySelector('{sign}')");
        let [_, shown] = acts(&visit, &open, Some(files), &sign).await;
        println!("{}", shown.line(view));
    }
    println!("{}", scrolled(&visit).await.line(LIST_FRAMES));
    visit.go("#file=sympy/solvers/solvers.py").await;
    visit.see("[data-line]").await;
    visit.ready().await;
    println!("{}", scrolled(&visit).await.line(SOURCE_FRAMES));

    println!("coverage.py's HTML report");
    let page = |name: &str| format!("file://{}", made.join("slow-html").join(name).display());
    visit.client.goto(&page("index.html")).await.unwrap();
    visit.see("tr.region").await;
    println!("{}", typed(&visit, "#filter", THEIR_ROWS).await.line(FILTER));
    println!("{}", scrolled(&visit).await.line(LIST_FRAMES));
    let link = "return [...document.querySelectorAll('tr.region a')]
        .map(link => link.getAttribute('href')).find(href => href.endsWith('_solvers_py.html'))";
    let link = visit.run(link).await;
    visit.client.goto(&page(link.as_str().unwrap())).await.unwrap();
    visit.see("#source p").await;
    println!("{}", scrolled(&visit).await.line(SOURCE_FRAMES));
    drop(quota);
    visit.end().await;
}
