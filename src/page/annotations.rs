//! The annotations of an open file: the jump targets (missing and partial lines, lines that answer a
//! question, or lines that match a search), the segments of the minimap, and the counts by status.

use covdrop_protocol::{FileView, Status, TextSearch};

use crate::words::source;

/// The maximum number of segments in the minimap: more than a screen has pixels.
const MAX_SEGMENTS: usize = 2_000;

/// The annotations of an open file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Annotations {
    /// The first line of each jump target, ascending.
    targets: Vec<u32>,
    /// Runs of lines of one status other than run or plain: status, first and last line.
    pub(crate) segments: Vec<(Status, u32, u32)>,
    /// The numbers of run, missing, excluded and partial lines.
    pub(crate) counts: [usize; 4],
    /// Whether the jump targets are the matches of a search.
    pub(crate) is_search: bool,
    /// Whether any context with a name ran any line.
    pub(crate) has_contexts: bool,
}

/// The statuses that can be coloured, in the order of [`Annotations::counts`]: the class, the key and
/// the label.
pub(crate) const STATUSES: [(Status, &str, char, &str); 4] = [
    (Status::Run, "run", 'r', source::RUN),
    (Status::Miss, "miss", 'm', source::MISSING),
    (Status::Excluded, "excluded", 'x', source::EXCLUDED),
    (Status::Partial, "partial", 'p', source::PARTIAL),
];

impl Annotations {
    /// Annotates `file`. The jump targets are the lines that match `find`, or else the lines that
    /// answer the question that the file was opened with, or else the chunks of missing and partial
    /// lines.
    pub(crate) fn new(file: &FileView, find: &str) -> Annotations {
        let mut annotations = Annotations { is_search: !find.is_empty(), ..Annotations::default() };
        annotations.has_contexts = file.marks.iter().any(|mark| mark.contexts > 0);
        let search = TextSearch::new(find);
        let mut last: Option<(Status, bool)> = None;
        for ((number, mark), text) in (1..).zip(&file.marks).zip(&file.lines) {
            if !mark.continued
                && let Some(kind) = STATUSES.iter().position(|status| status.0 == mark.status)
                && let Some(count) = annotations.counts.get_mut(kind)
            {
                *count += 1;
            }
            let is_gap = matches!(mark.status, Status::Miss | Status::Partial);
            match annotations.segments.last_mut() {
                Some((status, _, end)) if *status == mark.status && *end + 1 == number => {
                    *end = number;
                }
                _ if matches!(mark.status, Status::Run | Status::Plain) => {}
                _ => annotations.segments.push((mark.status, number, number)),
            }
            let is_target = if annotations.is_search {
                search.find(text).is_some()
            } else if file.found.is_some_and(|found| found > 0) {
                mark.found && !last.is_some_and(|(_, found)| found)
            } else {
                is_gap && last.is_none_or(|(status, _)| status != mark.status)
            };
            if is_target {
                annotations.targets.push(number);
            }
            last = Some((mark.status, mark.found));
        }
        annotations.segments.truncate(MAX_SEGMENTS);
        annotations
    }

    /// Returns the number of jump targets.
    pub(crate) fn len(&self) -> usize {
        self.targets.len()
    }

    /// Returns the first jump target.
    pub(crate) fn first(&self) -> Option<u32> {
        self.targets.first().copied()
    }

    /// Returns the first jump target after `line`; wraps around to the first of all.
    pub(crate) fn after(&self, line: u32) -> Option<u32> {
        let next = self.targets.partition_point(|&target| target <= line);
        self.targets.get(next).or(self.targets.first()).copied()
    }

    /// Returns the last jump target before `line`; wraps around to the last of all.
    pub(crate) fn before(&self, line: u32) -> Option<u32> {
        let next = self.targets.partition_point(|&target| target < line);
        next.checked_sub(1).and_then(|last| self.targets.get(last)).or(self.targets.last()).copied()
    }
}

/// The statuses that the source view colours; all of them by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ColouredStatuses([bool; 4]);

impl Default for ColouredStatuses {
    fn default() -> ColouredStatuses {
        ColouredStatuses([true; 4])
    }
}

impl ColouredStatuses {
    /// Returns true if the status at `index` of [`STATUSES`] is coloured.
    pub(crate) fn has(self, index: usize) -> bool {
        self.0.get(index).copied().unwrap_or(true)
    }

    /// Switches the colour of a status on or off.
    pub(crate) fn toggle(&mut self, status: Status) {
        for (shown, known) in self.0.iter_mut().zip(STATUSES) {
            *shown ^= known.0 == status;
        }
    }

    /// Returns the keys of the coloured statuses, as a word to store.
    pub(crate) fn word(self) -> String {
        STATUSES.iter().zip(self.0).filter(|(_, shown)| *shown).map(|(known, _)| known.2).collect()
    }

    /// Reads a stored word.
    pub(crate) fn of(word: &str) -> ColouredStatuses {
        ColouredStatuses(STATUSES.map(|known| word.contains(known.2)))
    }
}

#[cfg(test)]
mod tests {
    use covdrop_protocol::{Mark, Numbers};

    use super::*;

    /// Returns a file with a line a letter: `r`un, `m`issing, `p`artial, e`x`cluded, or plain; an
    /// upper case letter is found.
    fn file(letters: &str) -> FileView {
        let mark = |letter: char| Mark {
            status: STATUSES
                .iter()
                .find(|status| status.2 == letter.to_ascii_lowercase())
                .map_or(Status::Plain, |status| status.0),
            continued: false,
            jobs: 0,
            found: letter.is_uppercase(),
            contexts: 0,
        };
        let found = letters.chars().filter(|letter| letter.is_uppercase()).count();
        FileView {
            path: "a.py".into(),
            numbers: Numbers::default(),
            approximate: false,
            has_text: true,
            plugin: None,
            jobs: 1,
            found: (found > 0).then(|| u32::try_from(found).unwrap()),
            measured: true,
            neighbours: (None, None),
            lines: letters.chars().map(|letter| format!("line {letter}")).collect(),
            marks: letters.chars().map(mark).collect(),
            notes: vec![],
            tokens: vec![],
            token_ends: vec![0; letters.len()],
        }
    }

    fn targets(letters: &str, find: &str) -> Vec<u32> {
        Annotations::new(&file(letters), find).targets
    }

    #[test]
    fn chunks_of_missing_and_partial_lines_are_stepped_through() {
        assert_eq!(targets("rmm-rpmr", ""), [2, 6, 7]);
        let annotations = Annotations::new(&file("rmm-rpmr"), "");
        assert_eq!(annotations.counts, [3, 3, 0, 1]);
        assert_eq!(
            (annotations.after(0), annotations.after(2), annotations.after(7)),
            (Some(2), Some(6), Some(2))
        );
        assert_eq!((annotations.before(2), annotations.before(7)), (Some(7), Some(6)));
        assert_eq!(Annotations::default().after(1), None);
    }

    #[test]
    fn a_question_and_a_search_come_first() {
        assert_eq!(targets("mRRmR", ""), [2, 5]);
        assert_eq!(targets("mRRmR", "line m"), [1, 4]);
        assert_eq!(targets("mRRmR", "LINE"), [0u32; 0]);
        let nothing = FileView { found: Some(0), ..file("rmr") };
        assert_eq!(Annotations::new(&nothing, "").targets, [2]);
    }

    #[test]
    fn what_is_shown_is_remembered() {
        let mut shown = ColouredStatuses::default();
        shown.toggle(Status::Run);
        assert_eq!(shown.word(), "mxp");
        assert_eq!(ColouredStatuses::of("mxp"), shown);
    }
}
