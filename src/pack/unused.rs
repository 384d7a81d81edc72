//! The script of a program without what the program has no use for any more.
//!
//! wasm-bindgen writes the script before wasm-opt takes out what is not needed, so that functions
//! stay in it which the program no longer calls. They are entries of a list, so that what makes
//! scripts small cannot know; what only these use it finds by itself.

use crate::names::is_of_name;

/// How the names begin that wasm-bindgen gives to what a program imports. Those that it does import
/// have short names by now.
const UNUSED: &str = ",__wb";

/// What it offers besides: to start a program that is there already, and nobody does.
const OFFERED: &str = "{initSync:";

/// The script without what nobody calls.
pub(crate) fn without_unused(script: &str) -> String {
    without_offer(&without_imports(script))
}

/// The script without the entries of its list of imports that still have long names.
fn without_imports(script: &str) -> String {
    let mut left = String::new();
    let mut rest = script;
    while let Some(at) = rest.find(UNUSED) {
        let (before, entry) = rest.split_at(at);
        left.push_str(before);
        let colon =
            entry.get(1..).and_then(|name| name.find(|c| !is_of_name(c))).map(|end| end + 1);
        let end =
            colon.filter(|&colon| entry.get(colon..).is_some_and(|value| value.starts_with(":(")));
        let end = end.and_then(|colon| closed(entry, colon + 1));
        let end =
            end.filter(|&end| entry.get(end..).is_some_and(|next| next.starts_with([',', '}'])));
        let kept = if end.is_some() { 0 } else { UNUSED.len() };
        left.push_str(entry.get(..kept).unwrap_or_default());
        rest = entry.get(end.unwrap_or(kept)..).unwrap_or_default();
    }
    left + rest
}

/// The script without what it offers besides.
fn without_offer(script: &str) -> String {
    let parts = script.split_once(OFFERED);
    let parts = parts.and_then(|(before, after)| Some((before, after.split_once("},")?.1)));
    parts.map_or_else(|| script.to_owned(), |(before, after)| [before, after].concat())
}

/// Where the bracket is closed that is opened at `open`, and what follows begins. Brackets in texts
/// count too: in these scripts they come in pairs.
fn closed(script: &str, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    script.get(open..)?.char_indices().find_map(|(at, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        (depth == 0).then_some(open + at + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_calls_is_left_out() {
        let script = "var k=(a=>k(`(${a})`));var m=(a=>a);var n=(a=>k(a));\
            var i=(a=>a);b={k:(a=>m(a)),__wbg_x_1:((a,b)=>{n(F.k(a),b)}),c:1};f({initSync:i},b)";
        let wanted = "var k=(a=>k(`(${a})`));var m=(a=>a);var n=(a=>k(a));\
            var i=(a=>a);b={k:(a=>m(a)),c:1};f(b)";
        assert_eq!(without_unused(script), wanted);
    }

    #[test]
    fn what_is_not_understood_stays() {
        for script in ["a={b:1,__wbg_x_1:2}", "a={b:1,__wbg_x_1:(c", "a={b:1,__wbg_x_1:(c)=>1}"] {
            assert_eq!(without_unused(script), script);
        }
    }
}
