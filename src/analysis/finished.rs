//! A finished analysis as bytes, which stand in for a source: with its text, so that it need not be
//! analysed again, or without, where the text is not to be passed on.
//!
//! Without the text, the bytes have the number of lines and the results of the analysis: line
//! numbers, and the names of functions and classes. They have nothing else of the source.

use covdrop_lines::Line;
use serde::{Deserialize, Serialize};

use crate::{Analysis, Options, Source};

/// The first bytes of the format. No Python source has a zero byte.
const MARK: &[u8] = b"\0covdrop analysis\n";

/// The version of the format, to be raised whenever an [`Analysis`] is written otherwise.
const VERSION: u32 = 1;

/// A source, with its text or without, and the outcome of its analysis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// The lines.
    pub source: Source,
    /// The analysis, or the reason why there is none.
    pub outcome: Result<Analysis, String>,
    /// The [digest](Options::digest) of the options that it follows.
    pub followed: u64,
}

/// Bytes that another version of Covdrop wrote, or that are damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This analysis is damaged, or of another version of Covdrop")]
pub struct Unreadable;

/// A [`Finished`] as it is written, after the version.
#[derive(Serialize, Deserialize)]
struct Form<A, M> {
    has_text: bool,
    /// The text of the source; or its line ends, so that the bytes are as long as the memory that they
    /// lead to.
    text: M,
    undeclared_line: Option<Line>,
    outcome: Result<A, M>,
    followed: u64,
}

impl Finished {
    /// Writes the analysis of `source`, with its text if there is one and the caller wants it.
    pub fn write(
        source: &Source,
        with_text: bool,
        outcome: Result<&Analysis, &str>,
        followed: u64,
    ) -> Vec<u8> {
        let has_text = with_text && source.has_text();
        let lines = "\n".repeat(source.line_count());
        let text = if has_text { source.text() } else { lines.as_str() };
        let form =
            Form { has_text, text, undeclared_line: source.undeclared_line, outcome, followed };
        // No field can fail to be encoded.
        let form = postcard::to_allocvec(&(VERSION, form)).unwrap_or_default();
        [MARK, &form].concat()
    }

    /// Reads the bytes of [`write`](Finished::write); returns `None` for bytes that do not begin
    /// with the mark.
    pub fn read(bytes: &[u8]) -> Option<Result<Finished, Unreadable>> {
        let bytes = bytes.strip_prefix(MARK)?;
        Some(Finished::read_form(bytes).ok_or(Unreadable))
    }

    fn read_form(bytes: &[u8]) -> Option<Finished> {
        let (version, rest) = postcard::take_from_bytes::<u32>(bytes).ok()?;
        if version != VERSION {
            return None;
        }
        let form: Form<Analysis, String> = postcard::from_bytes(rest).ok()?;
        let source = if form.has_text {
            Source::of_text(form.text, form.undeclared_line)
        } else {
            Source::without_text(form.text.len())
        };
        let source = source.ok()?;
        Some(Finished { source, outcome: form.outcome, followed: form.followed })
    }
}

impl Options {
    /// Returns a number that is equal for options that give equal analyses. If `is_chosen`, a
    /// person chose the target version, so that no source is analysed for a newer one.
    pub fn digest(&self, is_chosen: bool) -> u64 {
        let chosen = if is_chosen { "chosen" } else { "detected" };
        let parts = [self.target.as_str(), chosen, self.exclude.joined(), self.partial.joined()];
        // FNV-1a, which is the same on every machine and in every version.
        let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use proptest::prelude::*;

    use super::*;
    use crate::{TargetVersion, analyze};

    const TEXT: &str = "\
class Secret:
    def method(self, hidden):
        with open(hidden) as file:
            for line in file:
                if 'password' in line:
                    return [
                        line,
                    ]
        raise ValueError('not found')  # pragma: no cover
";

    fn written() -> (Analysis, Vec<u8>) {
        let source = Source::decode(TEXT.as_bytes()).unwrap();
        let options = Options::new(TargetVersion::default()).unwrap();
        let analysis = analyze(&source, &options).unwrap();
        let bytes = Finished::write(&source, false, Ok(&analysis), options.digest(false));
        (analysis, bytes)
    }

    #[test]
    fn what_is_written_is_read_again() {
        let (analysis, bytes) = written();
        let finished = Finished::read(&bytes).unwrap().unwrap();
        assert_eq!(finished.source.line_count(), 9);
        assert_eq!(finished.source.lines().collect::<String>(), "");
        assert!(!finished.source.has_text());
        assert_eq!(finished.outcome, Ok(analysis));

        let source = Source::decode(b"a b\n").unwrap();
        let bytes = Finished::write(&source, true, Err("no Python"), 7);
        let finished = Finished::read(&bytes).unwrap().unwrap();
        assert_eq!((finished.outcome, finished.followed), (Err("no Python".to_owned()), 7));
        assert_eq!(finished.source, source);
    }

    #[test]
    fn no_text_of_the_source_is_written_but_names_of_functions_and_classes() {
        let (_, bytes) = written();
        let bytes = String::from_utf8_lossy(&bytes).into_owned();
        for text in ["hidden", "password", "open", "ValueError", "not found", "pragma", "file"] {
            assert!(!bytes.contains(text), "{text}");
        }
        assert!(bytes.contains("Secret.method"));
    }

    #[test]
    fn options_that_find_other_things_have_other_digests() {
        let options = |rules, exclude: &[&str]| {
            let exclude = crate::Patterns::new(exclude).unwrap();
            Options { exclude, ..Options::new(rules).unwrap() }
        };
        let all = [
            options(TargetVersion::Py313, &["a"]).digest(false),
            options(TargetVersion::Py313, &["a"]).digest(true),
            options(TargetVersion::Py314, &["a"]).digest(false),
            options(TargetVersion::Py313, &["a", "b"]).digest(false),
        ];
        let different: std::collections::BTreeSet<u64> = all.into_iter().collect();
        assert_eq!(different.len(), all.len());
        assert_eq!(options(TargetVersion::Py313, &["a"]).digest(false), all[0]);
    }

    #[test]
    fn sources_and_other_versions_are_told_apart() {
        assert_eq!(Finished::read(TEXT.as_bytes()), None);
        let (_, mut bytes) = written();
        bytes[MARK.len()] += 1;
        assert_eq!(Finished::read(&bytes), Some(Err(Unreadable)));
    }

    /// If the sum changes although the analysis has the same results, the format has changed: raise
    /// [`VERSION`].
    #[test]
    fn the_format_is_that_of_its_version() {
        let (_, bytes) = written();
        let sum = bytes.iter().fold(0_u32, |sum, byte| sum.rotate_left(5) ^ u32::from(*byte));
        assert_eq!((VERSION, sum), (1, 2_637_671_562));
    }

    proptest! {
        #[test]
        fn damaged_bytes_are_read_without_a_panic(at in 0_usize..400, byte: u8, cut in 0_usize..400) {
            let (_, mut bytes) = written();
            let at = MARK.len() + at % (bytes.len() - MARK.len());
            bytes[at] = byte;
            bytes.truncate(bytes.len().max(cut) - cut.min(bytes.len() / 2));
            if let Some(Ok(Finished { outcome: Ok(analysis), .. })) = Finished::read(&bytes) {
                for arc in analysis.executed_arcs(analysis.arcs()) {
                    analysis.missing_arc_description(arc);
                    analysis.arc_description(arc);
                }
            }
        }
    }
}
