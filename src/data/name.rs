//! Parses the names of data files: suffix, host and hash of the data, and SQLite's leftover files.
//!
//! A name never decides the kind of a file; its content does.

use std::fmt;
use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;

use crate::CoverageData;

/// A file that SQLite leaves beside a database when a process is killed while it writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leftover {
    /// `-journal`: the previous content of changed pages.
    Journal,
    /// `-wal`: changes that are not yet written into the database.
    WriteAheadLog,
    /// `-shm`: the index of the write-ahead log.
    SharedMemory,
}

impl Leftover {
    /// Recognises a leftover by the file's name.
    pub fn of(name: &str) -> Option<Leftover> {
        let (_, kind) = name.rsplit_once('-')?;
        match kind {
            "journal" => Some(Leftover::Journal),
            "wal" => Some(Leftover::WriteAheadLog),
            "shm" => Some(Leftover::SharedMemory),
            _ => None,
        }
    }
}

impl fmt::Display for Leftover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Leftover::Journal => {
                "SQLite's journal of a data file whose process died; it is not read, and the data \
                 file beside it may lack what ran last"
            }
            Leftover::WriteAheadLog => {
                "SQLite's log of a data file that was in use; it is not read, and the data file \
                 beside it may lack what ran last"
            }
            Leftover::SharedMemory => "a help file of SQLite, without data",
        })
    }
}

/// The parts of a data file's name, `.coverage.SUFFIX.HOST.pid123.XabcdefX.HabcdefghijH`. Each part
/// but the first may be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NameParts<'a> {
    /// The part that people add after `.coverage`, such as `py38`.
    pub suffix: Option<&'a str>,
    /// The name of the machine. coverage.py 7.3 and newer writes it without dots.
    pub host: Option<&'a str>,
}

impl<'a> NameParts<'a> {
    /// Splits `name`, of which a browser may have changed the first dot.
    pub fn of(name: &'a str) -> NameParts<'a> {
        NameParts::find(name).unwrap_or_default()
    }

    fn find(name: &'a str) -> Option<NameParts<'a>> {
        let name = name.rsplit(['/', '\\']).next()?;
        let name = name.strip_prefix(['.', '_']).unwrap_or(name);
        let rest = name.strip_prefix("coverage")?;
        let is_suffixed = rest.starts_with(['-', '_']);
        let rest = rest.strip_prefix(['.', '-', '_'])?;
        let parts: Vec<&str> = rest.split('.').collect();
        let is_at = |&at: &usize| parts.get(at).is_some_and(|part| is_process(part));
        let process = (1..parts.len().saturating_sub(1)).rev().find(is_at);
        let suffix =
            |text: &'a str| Some(text).filter(|text| text.chars().any(char::is_alphabetic));
        let Some(process) = process else {
            return Some(NameParts { suffix: suffix(rest), host: None });
        };
        let before = parts.get(..process)?;
        let hosts = if before.last().is_some_and(|last| is_domain(last)) {
            // In `py38.ci-01.example.com` the start of the machine's name is ambiguous.
            before.len() - usize::from(is_suffixed)
        } else {
            1
        };
        let own = before.len().saturating_sub(hosts.max(1));
        let length: usize = before.iter().take(own).map(|part| part.len() + 1).sum();
        let whole: usize = before.iter().map(|part| part.len() + 1).sum();
        Some(NameParts {
            suffix: rest.get(..length.saturating_sub(1)).and_then(suffix),
            host: rest.get(length..whole.saturating_sub(1)).filter(|host| !host.is_empty()),
        })
    }
}

/// Returns true if `part` is the process of a name: `pid123`, or `123` before 7.13.1.
fn is_process(part: &str) -> bool {
    let digits = part.strip_prefix("pid").unwrap_or(part);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns true if the full name of a machine may end in `part`: a top-level domain, or a name that
/// private networks use as one.
fn is_domain(part: &str) -> bool {
    const PRIVATE: [&str; 10] = [
        "corp",
        "home",
        "internal",
        "intern",
        "intra",
        "intranet",
        "lan",
        "local",
        "localdomain",
        "private",
    ];
    const GENERIC: [&str; 14] = [
        "app", "biz", "cloud", "com", "dev", "edu", "eu", "gov", "info", "int", "mil", "net",
        "org", "tech",
    ];
    const COUNTRIES: [&str; 36] = [
        "ai", "at", "au", "be", "br", "ca", "ch", "cn", "co", "cz", "de", "dk", "es", "fi", "fr",
        "gr", "hu", "ie", "in", "io", "it", "jp", "kr", "me", "mx", "nl", "no", "nz", "pl", "pt",
        "ro", "ru", "se", "tr", "uk", "us",
    ];
    PRIVATE.contains(&part) || GENERIC.contains(&part) || COUNTRIES.contains(&part)
}

/// Returns the host in a name such as `.coverage.HOST.pid123.XabcdefX`.
pub fn host(name: &str) -> Option<&str> {
    NameParts::of(name).host
}

/// Returns the job that a data file's name implies: the suffix after `.coverage`
/// (`.coverage.py38`), or else the host. A mere number is not a job, since one job may write many
/// numbered files.
pub fn job_from_name(name: &str) -> Option<&str> {
    let NameParts { suffix, host } = NameParts::of(name);
    suffix.or(host).filter(|word| word.chars().any(char::is_alphabetic))
}

/// Returns the hash of the data at the end of a name, which coverage.py 7.13.1 and newer adds.
fn hash(name: &str) -> Option<&str> {
    let is_word = |text: &str| text.chars().all(|c| c.is_alphanumeric() || c == '_');
    let mut parts = name.rsplit('.');
    let hash = parts.next()?.strip_prefix('H')?;
    let random = parts.next()?.strip_prefix('X')?.strip_suffix('x')?;
    let process = parts.next()?.strip_prefix("pid")?;
    let host = parts.next()?;
    // A dot must stand before the host.
    parts.next()?;
    let fits = hash.ends_with('h')
        && hash.chars().count() == 11
        && is_word(hash)
        && random.chars().count() == 6
        && is_word(random)
        && !process.is_empty()
        && process.chars().all(char::is_numeric)
        && !host.is_empty();
    fits.then_some(hash)
}

/// Identifies data files with the same content.
///
/// coverage.py 7.13.1 and newer put a hash of the data into the name, so files with the same hash
/// hold the same data even if their facts about the run differ. Up to 7.17.3 the hash could be
/// wrong, so it counts only if the parsed data is the same too.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DataKey {
    in_name: Option<String>,
    /// A hash of the parsed data, or of the bytes if the name has no hash. A hash is enough, since
    /// data with an equal key is never left out.
    of_content: u64,
}

impl DataKey {
    /// Computes the key of the data file `name` from its bytes, and from its parsed data where it
    /// could be parsed.
    pub fn of(name: &str, bytes: &[u8], data_file: Option<&CoverageData>) -> DataKey {
        let hasher = FixedState::default();
        let in_name = hash(name).map(str::to_owned);
        let of_content = match data_file.filter(|_| in_name.is_some()) {
            Some(data_file) => {
                hasher.hash_one((data_file.kind, &data_file.contexts, &data_file.files))
            }
            None => hasher.hash_one(bytes),
        };
        DataKey { in_name, of_content }
    }
}

/// Returns the job that a data file implies: its static context, or the [job of its
/// name](job_from_name).
pub fn job_from_data<'a>(data_file: &'a CoverageData, name: &'a str) -> Option<&'a str> {
    static_context(&data_file.contexts).or_else(|| job_from_name(name))
}

/// Returns the static context: the one that all contexts equal, or begin with before a bar.
pub fn static_context(contexts: &[String]) -> Option<&str> {
    let first = |context: &'_ String| context.find('|').unwrap_or(context.len());
    let (one, others) = contexts.split_first()?;
    let shared = one.get(..first(one)).filter(|name| !name.is_empty())?;
    let same = |other: &String| other.get(..first(other)) == Some(shared);
    others.iter().all(same).then_some(shared)
}

#[cfg(test)]
mod tests {
    use covdrop_lines::LineSet;

    use super::*;
    use crate::{ContextId, DataFormat, DataKind, Meta, RecordedFile, RecordedPath};

    #[test]
    fn names_contain_hosts() {
        assert_eq!(host(".coverage.runner-py27.11993.734723"), Some("runner-py27"));
        assert_eq!(host("_coverage.vm.25881.XudQwCbx"), Some("vm"));
        assert_eq!(host("a/.coverage.vm.pid26025.Xo2Yfomx.HFztQ9907Sph"), Some("vm"));
        assert_eq!(host(".coverage.py38"), None);
        assert_eq!(host(".coverage"), None);
        let parts = |name| {
            let NameParts { suffix, host } = NameParts::of(name);
            (suffix, host)
        };
        let full = (None, Some("ci-01.example.com"));
        assert_eq!(parts(".coverage.ci-01.example.com.1234.056789"), full);
        assert_eq!(parts(".coverage.ci-01.example.com.pid1.Xo2Yfomx.HFztQ9907Sph"), full);
        assert_eq!(parts(".coverage.py3.8.vm.pid1.Xo2Yfomx"), (Some("py3.8"), Some("vm")));
        assert_eq!(parts(".coverage-py38.a.org.12.345678"), (Some("py38"), Some("a.org")));
        assert_eq!(parts(".coverage.py3.8"), (Some("py3.8"), None));
    }

    #[test]
    fn names_contain_jobs() {
        assert_eq!(job_from_name(".coverage.runner-py27.11993.734723"), Some("runner-py27"));
        assert_eq!(job_from_name("a/_coverage.py38"), Some("py38"));
        assert_eq!(job_from_name(".coverage.py3.8-linux"), Some("py3.8-linux"));
        assert_eq!(job_from_name(".coverage-py3.8.vm.pid12.Xo2Yfomx.HFztQ9907Sph"), Some("py3.8"));
        assert_eq!(job_from_name(".coverage.12345.678"), None);
        assert_eq!(job_from_name(".coverage.2"), None);
        assert_eq!(job_from_name(".coverage"), None);
    }

    #[test]
    fn data_without_a_hash_in_its_name_is_identified_by_its_bytes() {
        let key = |name, bytes: &[u8]| DataKey::of(name, bytes, None);
        assert_eq!(key(".coverage", b"a"), key("other", b"a"));
        assert_ne!(key(".coverage", b"a"), key(".coverage", b"b"));
    }

    #[test]
    fn a_hash_in_a_name_counts_only_where_the_data_is_the_same() {
        let data_file = |lines: &[u8], argv: &str| CoverageData {
            format: DataFormat::Sqlite { schema: 7 },
            version: None,
            kind: DataKind::Lines,
            contexts: vec![String::new()],
            files: vec![RecordedFile {
                lines: vec![(ContextId(0), LineSet::from_numbits(lines).unwrap())],
                ..RecordedFile::new(RecordedPath::new("/w/a.py"))
            }],
            meta: Meta { sys_argv: Some(argv.to_owned()), ..Meta::default() },
            warnings: Vec::new(),
        };
        let key = |name, data_file: &CoverageData| DataKey::of(name, b"", Some(data_file));
        let (first, second, third) = (
            ".coverage.vm.pid1.Xo2Yfomx.HFztQ9907Sph",
            ".coverage.vn.pid2.Xo2Yfamx.HFztQ9907Sph",
            ".coverage.vn.pid2.Xo2Yfamx.HAztQ9907Sph",
        );
        let data = data_file(&[2], "['a']");
        assert_eq!(key(first, &data), key(second, &data_file(&[2], "['b']")));
        assert_ne!(key(first, &data), key(second, &data_file(&[6], "['a']")));
        assert_ne!(key(first, &data), key(third, &data));
    }

    #[test]
    fn contexts_may_be_static() {
        let context = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
            static_context(&names).map(str::to_owned)
        };
        assert_eq!(context(&["py38"]).as_deref(), Some("py38"));
        assert_eq!(context(&["py38", "py38|test_a"]).as_deref(), Some("py38"));
        assert_eq!(context(&["", "test_a"]), None);
        assert_eq!(context(&["test_a", "test_b"]), None);
        assert_eq!(context(&[""]), None);
        assert_eq!(context(&[]), None);
    }

    #[test]
    fn leftovers_are_recognised_by_name() {
        assert_eq!(Leftover::of(".coverage.a.1.2-journal"), Some(Leftover::Journal));
        assert_eq!(Leftover::of(".coverage-wal"), Some(Leftover::WriteAheadLog));
        assert_eq!(Leftover::of(".coverage.runner-py38"), None);
    }
}
