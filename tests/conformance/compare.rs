//! Compares the analysis with recorded results of coverage.py for the same files.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;

use covdrop_analysis::{Analysis, Options, RegionKind, Source, TargetVersion, analyze};
use covdrop_lines::{Arc, Line, LineSet};
use serde_json::{Value, json};

/// The compared properties of files, as `dump.py` names them.
pub(crate) const RESPECTS: [&str; 10] = [
    "statements",
    "excluded",
    "docstrings",
    "multiline",
    "no_branch",
    "arcs",
    "exits",
    "messages",
    "executed",
    "regions",
];

/// The comparison of the files in one folder.
#[derive(Default)]
pub(crate) struct Tally {
    /// The version of Python that coverage.py ran on, such as `3.11.7`.
    pub(crate) python: String,
    /// The version of coverage.py.
    pub(crate) coverage: String,
    /// The number of compared files.
    pub(crate) files: usize,
    /// The number of files that coverage.py refuses.
    pub(crate) refused: usize,
    /// The number of statements in all files.
    pub(crate) statements: usize,
    /// The number of possible arcs in all files.
    pub(crate) arcs: usize,
    /// For each property, the number of files with equal results; a file that both refuse counts as
    /// equal.
    pub(crate) identical: BTreeMap<&'static str, usize>,
    /// All differences, including files that only one side refuses.
    pub(crate) differences: Vec<Difference>,
}

/// A property in which a file differs.
pub(crate) struct Difference {
    file: String,
    respect: &'static str,
    detail: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.file, self.respect, self.detail)
    }
}

impl Tally {
    /// Adds the results of another folder.
    #[allow(dead_code, reason = "for the table, not for the test")]
    pub(crate) fn add(&mut self, other: Tally) {
        self.files += other.files;
        self.refused += other.refused;
        self.statements += other.statements;
        self.arcs += other.arcs;
        for (respect, files) in other.identical {
            *self.identical.entry(respect).or_default() += files;
        }
        self.differences.extend(other.differences);
    }

    fn compare(
        &mut self,
        file: &str,
        theirs: &Value,
        ours: Result<Analysis, String>,
        lines: usize,
    ) {
        self.files += 1;
        let refusal = theirs["error"].as_str();
        self.refused += usize::from(refusal.is_some());
        let ours = match (ours, refusal) {
            (Ok(analysis), None) => describe(&analysis, theirs, lines),
            (Err(_), Some(_)) => {
                for respect in RESPECTS {
                    *self.identical.entry(respect).or_default() += 1;
                }
                return;
            }
            (Ok(_), Some(error)) => {
                return self.differ(file, "refused", format!("theirs: {error}"));
            }
            (Err(error), None) => return self.differ(file, "refused", format!("ours: {error}")),
        };
        self.statements += theirs["statements"].as_array().map_or(0, Vec::len);
        self.arcs += theirs["arcs"].as_array().map_or(0, Vec::len);
        for respect in RESPECTS {
            if ours[respect] == theirs[respect] {
                *self.identical.entry(respect).or_default() += 1;
            } else {
                self.differ(file, respect, difference(&ours[respect], &theirs[respect]));
            }
        }
    }

    fn differ(&mut self, file: &str, respect: &'static str, detail: String) {
        self.differences.push(Difference { file: file.to_owned(), respect, detail });
    }
}

/// Compares the files under `root` with the results that `dump.py` wrote to `dump`, for the Python
/// version on which it ran.
pub(crate) fn compare(root: &Path, dump: &Path) -> Result<Tally, Box<dyn std::error::Error>> {
    let mut options = Options::new(TargetVersion::default())?;
    let mut tally = Tally::default();
    for line in BufReader::new(fs::File::open(dump)?).lines() {
        let record: Value = serde_json::from_str(&line?)?;
        if let (Some(python), Some(coverage)) =
            (record["python"].as_str(), record["coverage"].as_str())
        {
            python.clone_into(&mut tally.python);
            coverage.clone_into(&mut tally.coverage);
            options.target = target_of(python)?;
            continue;
        }
        let file = record["file"].as_str().unwrap_or_default();
        let bytes = fs::read(root.join(file))?;
        let mut lines = 0;
        let ours = Source::decode(&bytes).map_err(|error| error.to_string()).and_then(|source| {
            lines = source.line_count();
            analyze(&source, &options).map_err(|error| error.to_string())
        });
        tally.compare(file, &record, ours, lines);
    }
    if tally.files == 0 {
        return Err("there is nothing to compare".into());
    }
    Ok(tally)
}

/// Returns the target version for a Python version such as `3.11.7`.
fn target_of(python: &str) -> Result<TargetVersion, covdrop_analysis::UnknownVersion> {
    python.rsplit_once('.').map_or(python, |(version, _)| version).parse()
}

/// Describes Covdrop's analysis in the form of `dump.py`.
fn describe(analysis: &Analysis, theirs: &Value, lines: usize) -> Value {
    let set = |lines: &LineSet| json!(lines.iter().collect::<Vec<_>>());
    let pairs = |arcs: &[Arc]| json!(arcs.iter().map(|a| (a.from, a.to)).collect::<Vec<_>>());
    let kind = |kind: RegionKind| match kind {
        RegionKind::Function => "function",
        RegionKind::Class => "class",
    };
    json!({
        "statements": set(analysis.statements()),
        "excluded": set(analysis.excluded()),
        "docstrings": set(analysis.docstrings()),
        "multiline": analysis.multiline().collect::<Vec<_>>(),
        "no_branch": set(analysis.no_branch()),
        "arcs": pairs(analysis.arcs()),
        "exits": analysis.exit_counts().collect::<Vec<_>>(),
        "messages": messages(analysis, &theirs["messages"]),
        "executed": pairs(&analysis.executed_arcs(&every_step(lines))),
        "regions": analysis
            .regions()
            .iter()
            .map(|region| json!([kind(region.kind), region.name, region.start, spans(&region.lines)]))
            .collect::<Vec<_>>(),
    })
}

/// Returns the first and last line of each run of consecutive lines.
fn spans(lines: &LineSet) -> Vec<(u32, u32)> {
    let mut found: Vec<(u32, u32)> = Vec::new();
    for line in lines.iter().map(Line::get) {
        match found.last_mut() {
            Some((_, last)) if *last + 1 == line => *last = line,
            _ => found.push((line, line)),
        }
    }
    found
}

/// Returns Covdrop's messages for the arcs for which coverage.py has messages.
fn messages(analysis: &Analysis, theirs: &Value) -> Vec<Value> {
    let arc = |entry: &Value| Arc::new(entry[0].as_i64()?, entry[1].as_i64()?);
    theirs
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(arc)
        .map(|arc| {
            let why = analysis.missing_arc_description(arc);
            json!([arc.from, arc.to, why, analysis.arc_description(arc)])
        })
        .collect()
}

/// Returns the same artificial recorded arcs as `dump.py`.
fn every_step(lines: usize) -> Vec<Arc> {
    let count = i64::try_from(lines).unwrap_or(i64::MAX);
    let step = |line: i64| {
        let next = (line < count).then_some([(line, line + 1), (line + 1, line)]);
        std::iter::once((line, line)).chain(next.into_iter().flatten())
    };
    (1..=count).flat_map(step).filter_map(|(from, to)| Arc::new(from, to)).collect()
}

/// Returns the first few entries that only one side has.
fn difference(ours: &Value, theirs: &Value) -> String {
    let only = |these: &Value, those: &Value| {
        let empty = Vec::new();
        let those = those.as_array().unwrap_or(&empty);
        let entries = these.as_array().unwrap_or(&empty).iter().filter(|e| !those.contains(e));
        entries.take(4).map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    format!("only ours [{}], only theirs [{}]", only(ours, theirs), only(theirs, ours))
}
