//! Takes in the files of a drop, each as what it is, and notes what is wrong with them.

use covdrop_data::Leftover;
use covdrop_protocol::Problem;

use super::{Batch, DataFile, Read, Way};
use crate::aside::Aside;
use crate::container::Place;
use crate::grouping::JobFacts;
use crate::problem::{self, MAX_KEPT_BYTES};
use crate::sort::{self, Sort, is_name_of_many, sort};
use crate::wrong::Wrong;

/// The most memory that the data of a drop may take for each of its bytes, and what it may take in
/// any case: 192 MiB. Data of real projects takes less than ten times its size.
const HELD_PER_BYTE: u64 = 30;
const HELD: u64 = 192 << 20;

/// The most bytes of a file in a folder that is kept until it is known whether data names it: 1 MiB.
/// Reports are longer, and sources are not.
const MAX_UNDECIDED: usize = 1 << 20;

/// Whether data that is yet to come may name a file that was read: it was dropped by itself, or has a
/// name like a data file's.
fn may_be_named(place: &Place, size: usize, way: Way) -> bool {
    size > 0 && (way.is_lone || size <= MAX_UNDECIDED && sort::is_data_name(place.name()))
}

impl Batch {
    /// Takes in a file, whatever it is.
    pub(super) fn take(&mut self, place: Place, bytes: Vec<u8>, way: Way) {
        let is_named = Aside::is_source(&place, &self.known.aside);
        match sort(place.name(), &bytes, way.is_lone, is_named) {
            Sort::Unknown | Sort::Wrong(_) | Sort::Other
                if may_be_named(&place, bytes.len(), way) && !self.is_all_read() =>
            {
                self.undecided.push((place, bytes, way));
            }
            Sort::Data => {
                let read = Read::new(place.name(), &bytes);
                self.take_data(place, read, way.index);
            }
            Sort::Archive(form) => self.take_archive(place, form, bytes, way),
            Sort::Source if self.keep(&place, bytes.len()) => {
                let container = self.container(&place.container);
                container.is_met = true;
                container.sources.insert(place.inner, bytes);
            }
            Sort::Settings if self.keep(&place, bytes.len()) => {
                let origin = self.settings_origin(way);
                let container = self.container(&place.container);
                container.is_met = true;
                container.settings.insert((origin, place.inner), bytes);
            }
            Sort::Other if is_name_of_many(place.name()) => {
                self.no_archives.push((place, None, bytes.len()));
            }
            Sort::Leftover(Leftover::SharedMemory)
            | Sort::Other
            | Sort::Source
            | Sort::Settings => {}
            // A journal that is empty was of a process that ended well.
            Sort::Leftover(_) if bytes.is_empty() => {}
            Sort::Leftover(leftover) => {
                self.problem(&place, problem::leftover(&place.shown(), leftover));
            }
            Sort::Wrong(wrong) if way.is_lone || sort::is_data_files_own_name(place.name()) => {
                // GitLab gives its list along with what is in it.
                if wrong == Wrong::GitLabMetadata {
                    self.container(&place.container).wrong = Some((place.shown(), wrong));
                } else {
                    self.problem(&place, problem::wrong(&place.shown(), wrong));
                }
            }
            Sort::Wrong(wrong) if is_name_of_many(place.name()) => {
                self.no_archives.push((place, Some(wrong), bytes.len()));
            }
            Sort::Wrong(wrong) => {
                let shown = place.shown();
                self.container(&place.container).note_wrong(shown, wrong);
            }
            Sort::Unknown if bytes.is_empty() => {
                self.problem(&place, problem::empty(&place.shown()));
            }
            Sort::Unknown if is_name_of_many(place.name()) => {
                self.problem(&place, problem::no_archive(&place.shown()));
            }
            Sort::Unknown => self.problem(&place, problem::unknown(&place.shown())),
        }
    }

    /// Takes in the files that data may have named as sources while it was coming.
    pub(super) fn decide(&mut self) {
        for (place, bytes, way) in std::mem::take(&mut self.undecided) {
            self.take(place, bytes, way);
        }
    }

    /// Takes in a data file by what was read of it.
    pub(super) fn take_data(&mut self, place: Place, read: Read, index: u32) {
        // What is asked for after all was named as source.
        if self.later.is_it {
            return;
        }
        let shown = place.shown();
        self.container(&place.container).note_data(place.folder());
        match read.recording {
            Ok(_) if !self.keep(&place, read.bytes) => {}
            Ok(recording) if !self.hold(&place, recording.memory()) => {}
            Ok(recording) => {
                if let Some(problem) = problem::read_in_part(&shown, &recording.warnings) {
                    self.tell(problem);
                }
                let named = recording.files.iter();
                let named = named.flat_map(|file| Aside::named_by(&file.path));
                self.known.aside.extend(named);
                let folder = shown.rsplit_once('/').map_or("", |(folder, _)| folder);
                let facts = JobFacts::of(&recording, folder.to_owned(), place.name());
                self.data.push(DataFile { place, key: read.key, recording, facts, index });
            }
            Err(error) => self.tell(problem::unusable(&shown, &error)),
        }
    }

    /// Whether there is room for `size` more bytes, which then count.
    pub(super) fn keep(&mut self, place: &Place, size: usize) -> bool {
        let size = size as u64;
        let kept = self.kept.saturating_add(size);
        if self.known.kept.saturating_add(kept) > MAX_KEPT_BYTES {
            self.leave_out(place);
            return false;
        }
        self.kept = kept;
        if let Some(arrival) = self.arrival(&place.shown()) {
            arrival.kept += size;
        }
        true
    }

    /// Returns true if there is memory for a data file whose content takes `memory` bytes, which
    /// then count. What cannot be held of a drop is told once.
    fn hold(&mut self, place: &Place, memory: usize) -> bool {
        let held = self.held.saturating_add(memory as u64);
        if held > HELD.max(self.done.bytes.saturating_mul(HELD_PER_BYTE)) {
            self.container(&place.container).is_met = true;
            if !std::mem::replace(&mut self.is_beyond, true) {
                self.tell(problem::beyond(&place.shown()));
            }
            return false;
        }
        self.held = held;
        true
    }

    /// There is no room for a file.
    pub(super) fn leave_out(&mut self, place: &Place) {
        self.container(&place.container).is_met = true;
        match &mut self.full {
            Some((_, more)) => *more += 1,
            None => self.full = Some((place.shown(), 0)),
        }
    }

    /// Takes note of what is wrong with the file at `place`.
    pub(super) fn problem(&mut self, place: &Place, problem: Problem) {
        self.container(&place.container).is_met = true;
        self.tell(problem);
    }

    /// Takes note of a problem, at the dropped thing that its file is in.
    pub(super) fn tell(&mut self, problem: Problem) {
        match self.arrival(&problem.file) {
            Some(arrival) => {
                let card = Some(arrival.id);
                arrival.problems.push(Problem { card, ..problem });
            }
            None => self.problems.push(problem),
        }
    }
}
