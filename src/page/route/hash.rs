//! Writes a route as the hash of the URL, and reads it.
//!
//! Examples: `#view=tree&sort=-cover&off=py27`, `#file=pkg/a.py&L12-L20`. The URL holds the route so
//! that a person can go back and forward, reload, and pass a link on. The hash leaves out defaults.

use std::fmt::{self, Write as _};

use covdrop_protocol::Column;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::{Asked, QUESTIONS, Route, VIEWS, View};
use crate::columns::{COLUMNS, OptionalColumns};

/// The characters of a value that the hash escapes: white space, separators of pairs and lists, and
/// characters that a browser would change itself.
const IN_HASH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b',')
    .add(b'<')
    .add(b'>')
    .add(b'`');

impl Route {
    /// Parses a URL's hash, and ignores unknown keys and values.
    pub(crate) fn parse(hash: &str) -> Route {
        let mut route = Route::default();
        for pair in hash.trim_start_matches('#').split('&') {
            let (key, value) = pair.split_once('=').unwrap_or(("line", pair));
            let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
            let text = || decode(value);
            let list = || value.split(',').filter(|part| !part.is_empty()).map(decode);
            match key {
                "view" => {
                    route.view = find(&VIEWS, |view| view.1 == value).map_or(View::Files, |v| v.0);
                }
                "file" => route.file = Some(text()).filter(|path| !path.is_empty()),
                "line" => route.lines = lines(value).or(route.lines),
                "q" => route.query.filter = text(),
                "least" => route.query.least = value.parse().map_or(0, |n: u8| n.min(100)),
                "greatest" => route.query.greatest = value.parse().map_or(100, |n: u8| n.min(100)),
                "hide" => {
                    route.query.hide_covered = value.split(',').any(|part| part == "covered");
                    route.query.hide_empty = value.split(',').any(|part| part == "empty");
                }
                "sort" => {
                    route.query.descending = value.starts_with('-');
                    let word = value.trim_start_matches('-');
                    route.query.sort =
                        find(&COLUMNS, |column| column.1 == word).map_or(Column::Name, |c| c.0);
                }
                "columns" => route.columns = OptionalColumns::parse(value),
                "off" => route.off = list().collect(),
                "contexts" => route.contexts = text(),
                "ask" => {
                    route.asked =
                        find(&QUESTIONS, |one| one.1 == value).map_or(Asked::Nothing, |q| q.0);
                }
                "a" => route.first = list().collect(),
                "b" => route.second = list().collect(),
                _ => {}
            }
        }
        route.lines = route.lines.filter(|_| route.file.is_some());
        route.settled()
    }
}

fn find<T: Copy>(all: &[T], is_it: impl Fn(&T) -> bool) -> Option<T> {
    all.iter().copied().find(|one| is_it(one))
}

/// Parses a line or a range of lines: `12`, `12-20`, `L12` or `L12-L20`.
fn lines(text: &str) -> Option<(u32, u32)> {
    let line = |text: &str| {
        text.strip_prefix('L').unwrap_or(text).parse().ok().filter(|&line: &u32| line > 0)
    };
    match text.split_once('-') {
        Some((first, last)) => {
            let (first, last) = (line(first)?, line(last)?);
            Some((first.min(last), first.max(last)))
        }
        None => line(text).map(|line| (line, line)),
    }
}

/// Formats the hash, with its `#`.
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut hash = Hash { f, any: false };
        if self.view != View::default() {
            hash.pair("view", find(&VIEWS, |view| view.0 == self.view).map_or("", |view| view.1))?;
        }
        hash.text("q", &self.query.filter)?;
        if self.query.least > 0 {
            hash.pair("least", &self.query.least.to_string())?;
        }
        if self.query.greatest < 100 {
            hash.pair("greatest", &self.query.greatest.to_string())?;
        }
        match (self.query.hide_covered, self.query.hide_empty) {
            (true, true) => hash.pair("hide", "covered,empty")?,
            (true, false) => hash.pair("hide", "covered")?,
            (false, true) => hash.pair("hide", "empty")?,
            (false, false) => {}
        }
        if self.query.sort != Column::Name || self.query.descending {
            let word = find(&COLUMNS, |column| column.0 == self.query.sort).map_or("", |c| c.1);
            hash.key("sort")?;
            hash.f.write_str(if self.query.descending { "-" } else { "" })?;
            hash.f.write_str(word)?;
        }
        if self.columns != OptionalColumns::default() {
            hash.pair("columns", &self.columns.to_string())?;
        }
        hash.list("off", &self.off)?;
        hash.text("contexts", &self.contexts)?;
        if let Some((_, word, _)) = find(&QUESTIONS, |question| question.0 == self.asked) {
            hash.pair("ask", word)?;
        }
        hash.list("a", &self.first)?;
        hash.list("b", &self.second)?;
        if let Some(file) = &self.file {
            hash.text("file", file)?;
            match self.lines {
                Some((first, last)) if first == last => write!(hash.f, "&L{first}")?,
                Some((first, last)) => write!(hash.f, "&L{first}-L{last}")?,
                None => {}
            }
        }
        if hash.any { Ok(()) } else { hash.f.write_char('#') }
    }
}

/// A writer of the hash's pairs.
struct Hash<'a, 'b> {
    f: &'a mut fmt::Formatter<'b>,
    any: bool,
}

impl Hash<'_, '_> {
    fn key(&mut self, key: &str) -> fmt::Result {
        self.f.write_char(if std::mem::replace(&mut self.any, true) { '&' } else { '#' })?;
        self.f.write_str(key)?;
        self.f.write_char('=')
    }

    fn pair(&mut self, key: &str, value: &str) -> fmt::Result {
        self.key(key)?;
        self.f.write_str(value)
    }

    fn text(&mut self, key: &str, value: &str) -> fmt::Result {
        if value.is_empty() {
            return Ok(());
        }
        self.key(key)?;
        write!(self.f, "{}", utf8_percent_encode(value, IN_HASH))
    }

    fn list(&mut self, key: &str, values: &[String]) -> fmt::Result {
        for (place, value) in values.iter().enumerate() {
            if place == 0 {
                self.key(key)?;
            } else {
                self.f.write_char(',')?;
            }
            write!(self.f, "{}", utf8_percent_encode(value, IN_HASH))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use covdrop_protocol::ListQuery;

    use super::*;

    #[test]
    fn a_route_is_what_it_spells() {
        let file = |path: &str, lines| Route { lines, ..Route::default().with_file(path, None) };
        for (route, hash) in [
            (Route::default(), "#"),
            (file("pkg/a.py", None), "#file=pkg/a.py"),
            (file("pkg/a.py", Some((12, 12))), "#file=pkg/a.py&L12"),
            (file("pkg/a.py", Some((12, 20))), "#file=pkg/a.py&L12-L20"),
            (
                file("odd & <b>#1 100%+é.py", Some((1, 1))),
                "#file=odd%20%26%20%3Cb%3E%231%20100%25%2B%C3%A9.py&L1",
            ),
            (file("line=3", None), "#file=line=3"),
            (
                Route {
                    off: vec!["py27".into(), "a,b".into()],
                    ..Route::default().with_view(View::Tree)
                },
                "#view=tree&off=py27,a%2Cb",
            ),
            (
                Route::default().with_query(ListQuery {
                    filter: "pkg test".into(),
                    least: 10,
                    greatest: 90,
                    hide_covered: true,
                    hide_empty: true,
                    sort: Column::Cover,
                    descending: true,
                    ..ListQuery::default()
                }),
                "#q=pkg%20test&least=10&greatest=90&hide=covered,empty&sort=-cover",
            ),
            (
                Route { columns: OptionalColumns::parse("branchcover,x"), ..Route::default() },
                "#columns=branchcover",
            ),
            (
                Route {
                    columns: OptionalColumns::parse("stmtcover,branchcover"),
                    ..Route::default().with_view(View::Classes)
                },
                "#view=classes&columns=stmtcover,branchcover",
            ),
            (
                Route {
                    asked: Asked::Minus,
                    first: vec!["py27".into()],
                    second: vec!["py38".into(), "py39".into()],
                    contexts: "test_.*".into(),
                    ..Route::default().with_view(View::Compare)
                },
                "#view=compare&contexts=test_.*&ask=minus&a=py27&b=py38,py39",
            ),
        ] {
            assert_eq!(route.to_string(), hash);
            assert_eq!(Route::parse(hash), route, "{hash}");
        }
    }

    #[test]
    fn anything_else_is_the_list() {
        for hash in [
            "",
            "#",
            "#nothing",
            "#line=3",
            "#L3",
            "#file=",
            "#file=&L2",
            "#&&=&",
            "#view=x&sort=y",
        ] {
            assert_eq!(Route::parse(hash), Route::default(), "{hash}");
        }
        assert_eq!(Route::parse("#file=a.py&line=0").lines, None);
        assert_eq!(Route::parse("#file=a.py&line=-5").lines, None);
    }

    #[test]
    fn lines_are_written_in_several_ways() {
        for hash in ["#file=a.py&line=12-20", "#L20-L12&file=a.py", "#file=a.py&L12-20"] {
            assert_eq!(Route::parse(hash).lines, Some((12, 20)), "{hash}");
        }
    }
}
