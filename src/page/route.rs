//! What the address says: which file is open, and at which line.
//!
//! Held in the URL's hash, as `#file=pkg/a.py&line=12`, so that going back and forward, reloading
//! and passing a link on all work.

use std::fmt::{self, Write as _};

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// What a hash cannot hold as it is: white space, what delimits our own pairs, and what a browser
/// would change by itself.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'>')
    .add(b'`');

/// A place in the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Route {
    /// The path of the open file; the list of files where there is none.
    pub(crate) file: Option<String>,
    /// The line of it that is pointed at.
    pub(crate) line: Option<u32>,
}

impl Route {
    /// The list of files.
    pub(crate) fn list() -> Route {
        Route::default()
    }

    /// The file at `path`.
    pub(crate) fn file(path: &str) -> Route {
        Route { file: Some(path.to_owned()), line: None }
    }

    /// The route that a URL's hash spells; what it does not know is passed over.
    pub(crate) fn parse(hash: &str) -> Route {
        let mut route = Route::list();
        for pair in hash.trim_start_matches('#').split('&') {
            let Some((key, value)) = pair.split_once('=') else { continue };
            match key {
                "file" => {
                    route.file = Some(percent_decode_str(value).decode_utf8_lossy().into_owned());
                }
                "line" => route.line = value.parse().ok().filter(|&line| line > 0),
                _ => {}
            }
        }
        if route.file.as_deref().is_none_or(str::is_empty) { Route::list() } else { route }
    }
}

/// The hash, with its `#`.
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('#')?;
        if let Some(file) = &self.file {
            write!(f, "file={}", utf8_percent_encode(file, ESCAPED))?;
            if let Some(line) = self.line {
                write!(f, "&line={line}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_is_what_it_spells() {
        for (file, line) in [
            ("pkg/a.py", None),
            ("pkg/a.py", Some(12)),
            ("odd & <b>#1 100%+é.py", Some(1)),
            ("line=3", None),
        ] {
            let route = Route { file: Some(file.to_owned()), line };
            assert_eq!(Route::parse(&route.to_string()), route);
        }
        assert_eq!(
            Route { file: Some("pkg/a.py".into()), line: Some(7) }.to_string(),
            "#file=pkg/a.py&line=7"
        );
    }

    #[test]
    fn anything_else_is_the_list() {
        for hash in ["", "#", "#nothing", "#line=3", "#file=", "#file=&line=2", "#&&=&"] {
            assert_eq!(Route::parse(hash), Route::list(), "{hash}");
        }
        assert_eq!(Route::parse("#file=a.py&line=0").line, None);
        assert_eq!(Route::parse("#file=a.py&line=-5").line, None);
        assert_eq!(Route::list().to_string(), "#");
    }
}
