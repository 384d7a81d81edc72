//! The places of interest in an open file: where lines are missing or partial, where a question's
//! answer lies, or where a text is found.

use covdrop_protocol::{FileView, Status};

/// The most stretches that are drawn beside a file: more than a screen has pixels.
const MOST_STRETCHES: usize = 2_000;

/// Places in an open file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// The first lines of the places to step through, ascending.
    places: Vec<u32>,
    /// Stretches of lines of one status that is not run or plain: status, first and last line.
    pub(crate) stretches: Vec<(Status, u32, u32)>,
    /// How many lines are run, missing, excluded and partial.
    pub(crate) counts: [usize; 4],
    /// Whether the places are those of a text that is looked for.
    pub(crate) is_search: bool,
}

/// The statuses that can be shown or not, in the order of [`Marks::counts`]: the word, the key and
/// the label.
pub(crate) const STATUSES: [(Status, &str, char, &str); 4] = [
    (Status::Run, "run", 'r', "run"),
    (Status::Miss, "miss", 'm', "missing"),
    (Status::Excluded, "excluded", 'x', "excluded"),
    (Status::Partial, "partial", 'p', "partial"),
];

impl Marks {
    /// The places of `file`: the lines that hold `find`, or else those that the file was opened
    /// for if there are any, or else the chunks of missing and partial lines.
    pub(crate) fn new(file: &FileView, find: &str) -> Marks {
        let mut marks = Marks { is_search: !find.is_empty(), ..Marks::default() };
        let finder = Finder::new(find);
        let mut last: Option<(Status, bool)> = None;
        for ((number, mark), text) in (1..).zip(&file.marks).zip(&file.lines) {
            if !mark.continued
                && let Some(kind) = STATUSES.iter().position(|status| status.0 == mark.status)
                && let Some(count) = marks.counts.get_mut(kind)
            {
                *count += 1;
            }
            let is_gap = matches!(mark.status, Status::Miss | Status::Partial);
            match marks.stretches.last_mut() {
                Some((status, _, end)) if *status == mark.status && *end + 1 == number => {
                    *end = number;
                }
                _ if matches!(mark.status, Status::Run | Status::Plain) => {}
                _ => marks.stretches.push((mark.status, number, number)),
            }
            let is_place = if marks.is_search {
                finder.is_in(text)
            } else if file.found.is_some_and(|found| found > 0) {
                mark.found && !last.is_some_and(|(_, found)| found)
            } else {
                is_gap && last.is_none_or(|(status, _)| status != mark.status)
            };
            if is_place {
                marks.places.push(number);
            }
            last = Some((mark.status, mark.found));
        }
        marks.stretches.truncate(MOST_STRETCHES);
        marks
    }

    /// How many places there are.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// The first place.
    pub(crate) fn first(&self) -> Option<u32> {
        self.places.first().copied()
    }

    /// The first place after `line`, or again the first of all.
    pub(crate) fn after(&self, line: u32) -> Option<u32> {
        let next = self.places.partition_point(|&place| place <= line);
        self.places.get(next).or(self.places.first()).copied()
    }

    /// The last place before `line`, or again the last of all.
    pub(crate) fn before(&self, line: u32) -> Option<u32> {
        let next = self.places.partition_point(|&place| place < line);
        next.checked_sub(1).and_then(|last| self.places.get(last)).or(self.places.last()).copied()
    }
}

/// Looks for a text in lines; upper case is minded only where the text has some. Of letters beyond
/// ASCII the case is always minded: to know it takes tables that the page has no room for.
pub(crate) struct Finder<'a> {
    text: &'a [u8],
    minds_case: bool,
}

impl Finder<'_> {
    pub(crate) fn new(text: &str) -> Finder<'_> {
        Finder { text: text.as_bytes(), minds_case: text.bytes().any(|b| b.is_ascii_uppercase()) }
    }

    /// Whether `line` holds the text.
    pub(crate) fn is_in(&self, line: &str) -> bool {
        let text = self.text;
        line.as_bytes().windows(text.len().max(1)).any(|part| {
            if self.minds_case { part == text } else { part.eq_ignore_ascii_case(text) }
        })
    }
}

/// Which statuses are shown by colour: all, to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shown([bool; 4]);

impl Default for Shown {
    fn default() -> Shown {
        Shown([true; 4])
    }
}

impl Shown {
    /// Whether the status at this place of [`STATUSES`] is shown.
    pub(crate) fn has(self, place: usize) -> bool {
        self.0.get(place).copied().unwrap_or(true)
    }

    /// Shows a status, or no more.
    pub(crate) fn toggle(&mut self, status: Status) {
        for (shown, known) in self.0.iter_mut().zip(STATUSES) {
            *shown ^= known.0 == status;
        }
    }

    /// As a word to remember: the keys of those that are shown.
    pub(crate) fn word(self) -> String {
        STATUSES.iter().zip(self.0).filter(|(_, shown)| *shown).map(|(known, _)| known.2).collect()
    }

    /// What such a word says.
    pub(crate) fn of(word: &str) -> Shown {
        Shown(STATUSES.map(|known| word.contains(known.2)))
    }
}

#[cfg(test)]
mod tests {
    use covdrop_protocol::{Mark, Numbers};

    use super::*;

    /// A file with a line a letter: `r`un, `m`issing, `p`artial, e`x`cluded, or plain; an upper
    /// case letter is found.
    fn file(letters: &str) -> FileView {
        let mark = |letter: char| Mark {
            status: STATUSES
                .iter()
                .find(|status| status.2 == letter.to_ascii_lowercase())
                .map_or(Status::Plain, |status| status.0),
            continued: false,
            jobs: 0,
            found: letter.is_uppercase(),
        };
        let found = letters.chars().filter(|letter| letter.is_uppercase()).count();
        FileView {
            path: "a.py".into(),
            numbers: Numbers::default(),
            approximate: false,
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

    fn places(letters: &str, find: &str) -> Vec<u32> {
        Marks::new(&file(letters), find).places
    }

    #[test]
    fn chunks_of_missing_and_partial_lines_are_stepped_through() {
        assert_eq!(places("rmm-rpmr", ""), [2, 6, 7]);
        let marks = Marks::new(&file("rmm-rpmr"), "");
        assert_eq!(marks.counts, [3, 3, 0, 1]);
        assert_eq!((marks.after(0), marks.after(2), marks.after(7)), (Some(2), Some(6), Some(2)));
        assert_eq!((marks.before(2), marks.before(7)), (Some(7), Some(6)));
        assert_eq!(Marks::default().after(1), None);
    }

    #[test]
    fn a_question_and_a_search_come_first() {
        assert_eq!(places("mRRmR", ""), [2, 5]);
        assert_eq!(places("mRRmR", "line m"), [1, 4]);
        assert_eq!(places("mRRmR", "LINE"), [0u32; 0]);
        let nothing = FileView { found: Some(0), ..file("rmr") };
        assert_eq!(Marks::new(&nothing, "").places, [2]);
    }

    #[test]
    fn case_is_minded_where_the_text_has_some() {
        assert!(Finder::new("name").is_in("a Name here"));
        assert!(!Finder::new("Name").is_in("a name here"));
        assert!(Finder::new("größe").is_in("die Größe"));
        assert!(!Finder::new("absent").is_in(""));
    }

    #[test]
    fn what_is_shown_is_remembered() {
        let mut shown = Shown::default();
        shown.toggle(Status::Run);
        assert_eq!(shown.word(), "mxp");
        assert_eq!(Shown::of("mxp"), shown);
    }
}
