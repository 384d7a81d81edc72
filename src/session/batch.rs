//! One drop on its way in, kept apart from the session until all of it is there.
//!
//! Files are [asked for](Batch::wanted), [taken in](Batch::file) and sorted here; archives among
//! them are taken apart in [`unpacking`], sources go into the project in [`settling`], and what
//! only the whole drop tells is in [`conclusion`].

mod conclusion;
mod late;
mod settling;
mod taking;
mod unpacking;

use std::collections::{BTreeMap, BTreeSet};

use covdrop_data::{DataKey, ReadError, Recording, read, recognise};
use covdrop_protocol::{CardKind, Closed, Offered, Problem, Progress, Stage};

use crate::arrival::{Arrival, thing_of};
use crate::aside::Aside;
use crate::container::{Container, Kind, Place};
use crate::grouping::JobFacts;
use crate::parallel;
use crate::problem::{self, MAX_FILE_BYTES, MAX_KEPT_BYTES};
use crate::project::SettingsOrigin;
use crate::sort::{is_python_name, is_readable};
use crate::wrong::{Wrong, is_of_html_report};

pub(crate) use late::{Late, Later};
pub(crate) use settling::Analysed;
use settling::Analysing;
use unpacking::Archives;

/// A drop on its way in.
#[derive(Debug)]
pub(crate) struct Batch {
    /// The page's number for it.
    pub(crate) number: u32,
    /// Whether all that is in it was offered.
    is_whole: bool,
    /// What was dropped, in order.
    pub(crate) arrivals: Vec<Arrival>,
    /// The places of these, by name.
    things: BTreeMap<String, usize>,
    /// What is wrong with the drop and not with a thing in it.
    pub(crate) problems: Vec<Problem>,
    pub(crate) data: Vec<DataFile>,
    /// The files that there are, by their place in the offer.
    offered: BTreeMap<u32, Offered>,
    /// The files that lie in the source folder on disk, by their place in the offer.
    in_source_folder: BTreeSet<u32>,
    /// The files that were asked for, by their place in the offer.
    asked: BTreeSet<u32>,
    /// Those of them that have not come.
    awaited: BTreeSet<u32>,
    /// Those of them that the page was not told of yet.
    untold: Vec<u32>,
    /// What was asked for, and what of it has come.
    total: Amount,
    done: Amount,
    /// Folders and archives that something came in, by path; lone files are in that of no name.
    containers: BTreeMap<String, Container>,
    /// The folders that Python sources lie in: archives there are a project's own.
    python_folders: BTreeSet<String>,
    archives: Archives,
    /// Files that are named as archives are and are none, each with what it is and its size.
    no_archives: Vec<(Place, Option<Wrong>, usize)>,
    /// Files of no known kind, which are sources if data names them.
    undecided: Vec<(Place, Vec<u8>, Way)>,
    known: Known,
    /// How many bytes of data and of sources the batch keeps.
    kept: u64,
    /// How many bytes of memory its data takes, and whether more was left out for that.
    held: u64,
    is_beyond: bool,
    /// The first file that there was no room for, and how many followed.
    full: Option<(String, usize)>,
    analysing: Option<Analysing>,
    /// The files that were passed over, or came after all.
    pub(crate) later: Later,
}

/// What a batch has to know of the session.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// How many bytes the session keeps.
    pub(crate) kept: u64,
    /// What data names of the files that are passed over otherwise.
    pub(crate) aside: BTreeSet<Aside>,
    /// What was dropped before: the names, by the numbers of the cards.
    pub(crate) things: BTreeMap<u32, String>,
}

/// A data file that was read.
#[derive(Debug)]
pub(crate) struct DataFile {
    pub(crate) place: Place,
    /// What tells its data from other data.
    pub(crate) key: DataKey,
    pub(crate) recording: Recording,
    /// What it tells of its job.
    pub(crate) facts: JobFacts,
    /// The dropped file that it came in, by its place in the offer.
    index: u32,
}

/// What came of reading a data file.
struct Read {
    bytes: usize,
    key: DataKey,
    recording: Result<Recording, ReadError>,
}

impl Read {
    /// Reads the data file of this name.
    fn new(name: &str, bytes: &[u8]) -> Read {
        let recording = read(bytes);
        let key = DataKey::of(name, bytes, recording.as_ref().ok());
        Read { bytes: bytes.len(), key, recording }
    }
}

/// How a file came in.
#[derive(Clone, Copy, Debug)]
struct Way {
    /// The dropped file that it came in, by its place in the offer.
    index: u32,
    /// How many archives it lies in.
    depth: usize,
    /// Whether it was dropped by itself.
    is_lone: bool,
}

/// A number of files, and of bytes in them.
#[derive(Clone, Copy, Debug, Default)]
struct Amount {
    files: usize,
    bytes: u64,
}

impl Amount {
    /// One more file.
    fn add(&mut self, bytes: u64) {
        self.files += 1;
        self.bytes = self.bytes.saturating_add(bytes);
    }
}

impl Batch {
    /// A drop of which nothing was [offered](Batch::offer) yet.
    pub(crate) fn new(number: u32, known: Known) -> Batch {
        Batch {
            number,
            is_whole: false,
            arrivals: Vec::new(),
            things: BTreeMap::new(),
            problems: Vec::new(),
            data: Vec::new(),
            offered: BTreeMap::new(),
            in_source_folder: BTreeSet::new(),
            asked: BTreeSet::new(),
            awaited: BTreeSet::new(),
            untold: Vec::new(),
            total: Amount::default(),
            done: Amount::default(),
            containers: BTreeMap::new(),
            python_folders: BTreeSet::new(),
            archives: Archives::default(),
            no_archives: Vec::new(),
            undecided: Vec::new(),
            known,
            kept: 0,
            held: 0,
            is_beyond: false,
            full: None,
            analysing: None,
            later: Later::default(),
        }
    }

    /// Takes note of files in the drop, and of what could not be opened; there is `more` to follow,
    /// or this is the last of it. `next_card` is the number of the next card of the session.
    ///
    /// Gives back how much was found, unless this is the last.
    pub(crate) fn offer(
        &mut self,
        files: Vec<Offered>,
        closed: &[Closed],
        more: bool,
        next_card: &mut u32,
    ) -> Option<Progress> {
        let first = self.found();
        for path in files.iter().map(|file| &file.path).chain(closed.iter().map(|c| &c.path)) {
            let thing = thing_of(path);
            if !self.things.contains_key(thing) {
                let kind = if thing == path { CardKind::File } else { CardKind::Folder };
                self.things.insert(thing.to_owned(), self.arrivals.len());
                self.arrivals.push(Arrival::new(*next_card, self.number, thing, kind));
                *next_card += 1;
            }
        }
        for file in &files {
            self.note(&Place::dropped(&file.path));
        }
        self.offered.extend((first..).zip(files));
        for Closed { path, reason } in closed {
            self.problem(&Place::dropped(path), problem::unreadable(path, reason));
        }
        self.ask(first);
        self.is_whole = !more;
        if more {
            return Some(self.finding());
        }
        if self.arrivals.is_empty() && self.problems.is_empty() {
            self.problems.push(problem::empty_drop());
        }
        self.look_aside();
        None
    }

    /// Takes note that these files, by their place in the offer, lie in the source folder on disk.
    pub(crate) fn set_in_source_folder(&mut self, indexes: impl IntoIterator<Item = u32>) {
        self.in_source_folder.extend(indexes);
    }

    /// The origin of a settings file that came in this way. What lies in an archive is an input,
    /// wherever the archive lies.
    fn settings_origin(&self, way: Way) -> SettingsOrigin {
        if way.depth == 0 && self.in_source_folder.contains(&way.index) {
            SettingsOrigin::SourceFolder
        } else {
            SettingsOrigin::Input
        }
    }

    /// Whether it is still being found out what is in it.
    pub(crate) fn is_being_found(&self) -> bool {
        !self.is_whole
    }

    /// How many files were found.
    fn found(&self) -> u32 {
        self.offered.last_key_value().map_or(0, |(last, _)| last + 1)
    }

    /// How much of the drop was found.
    fn finding(&self) -> Progress {
        let name = self.offered.last_key_value().map(|(_, file)| file.path.clone());
        Progress::of_files(Stage::Finding, self.found(), 0, name.unwrap_or_default())
    }

    /// Asks for the files from `first` on that are wanted and were not asked for: at first, and again
    /// when what came names files that are passed over otherwise.
    fn ask(&mut self, first: u32) {
        let wanted = |(index, file): (&u32, &Offered)| {
            let place = Place::dropped(&file.path);
            let is_new = !self.asked.contains(index) && self.is_wanted(&place);
            is_new.then_some((*index, place, file.size))
        };
        let wanted: Vec<(u32, Place, u64)> =
            self.offered.range(first..).filter_map(wanted).collect();
        for (index, place, size) in wanted {
            self.asked.insert(index);
            let asked = self.known.kept.saturating_add(self.total.bytes);
            if size > MAX_FILE_BYTES {
                self.problem(&place, problem::too_large(&place.shown(), size));
            } else if size > MAX_KEPT_BYTES.saturating_sub(asked) {
                self.leave_out(&place);
            } else {
                self.total.add(size);
                self.awaited.insert(index);
                self.untold.push(index);
            }
        }
    }

    /// The files to send that were not told of before, by their place in the offer.
    pub(crate) fn wanted(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.untold)
    }

    /// How many bytes of data and of sources the batch keeps.
    pub(crate) fn kept(&self) -> u64 {
        self.kept
    }

    /// Whether it waits for this file, by its place in the offer.
    pub(crate) fn awaits(&self, index: u32) -> bool {
        self.awaited.contains(&index)
    }

    /// Whether all that was asked for has come and was taken apart.
    pub(crate) fn is_complete(&self) -> bool {
        self.is_all_read() && self.undecided.is_empty()
    }

    /// Whether all that was asked for has come and was taken apart, but what waits for that.
    fn is_all_read(&self) -> bool {
        self.is_whole && self.awaited.is_empty() && !self.is_packed()
    }

    /// Takes in files that were asked for, of which data files are read at once.
    pub(crate) fn files(&mut self, files: Vec<(u32, Vec<u8>)>) -> Option<Progress> {
        let read = parallel::map(&files, |(index, bytes)| {
            let name = &self.offered.get(index)?.path;
            recognise(bytes).map(|_| Read::new(name, bytes))
        });
        let mut last = None;
        for ((index, bytes), read) in files.into_iter().zip(read) {
            last = match (read, self.arrived(index)) {
                (_, None) => continue,
                (None, Some(path)) => Some(self.dropped(path, index, bytes)),
                (Some(read), Some(path)) => {
                    self.weigh(&path, index, bytes.len());
                    self.take_data(Place::dropped(&path), read, index);
                    Some(path)
                }
            };
        }
        self.look_aside();
        last.map(|path| self.reading(path))
    }

    /// Takes in a file that was asked for.
    pub(crate) fn file(&mut self, index: u32, bytes: Vec<u8>) -> Option<Progress> {
        let path = self.arrived(index)?;
        let path = self.dropped(path, index, bytes);
        self.look_aside();
        Some(self.reading(path))
    }

    /// Takes in the file that was dropped as `path`, which is given back.
    fn dropped(&mut self, path: String, index: u32, bytes: Vec<u8>) -> String {
        let place = Place::dropped(&path);
        self.weigh(&path, index, bytes.len());
        let is_lone = place.container.is_empty();
        self.take(place, bytes, Way { index, depth: 0, is_lone });
        path
    }

    /// Counts the bytes of a file that was dropped as `path`.
    fn weigh(&mut self, path: &str, index: u32, size: usize) {
        // An archive that is read once more was counted the first time.
        let is_counted = self.later.is_archive(index);
        if let Some(arrival) = self.arrival(path).filter(|_| !is_counted) {
            arrival.size += size as u64;
        }
    }

    /// Takes in that a file that was asked for could not be read.
    pub(crate) fn unreadable(&mut self, index: u32, reason: &str) -> Option<Progress> {
        let path = self.arrived(index)?;
        self.problem(&Place::dropped(&path), problem::unreadable(&path, reason));
        self.look_aside();
        Some(self.reading(path))
    }

    /// The path of a file that was asked for and has not come before.
    fn arrived(&mut self, index: u32) -> Option<String> {
        if !self.awaited.remove(&index) {
            return None;
        }
        let file = self.offered.get(&index)?;
        self.done.add(file.size);
        Some(file.path.clone())
    }

    /// How much was read, once it is known how much there is.
    fn reading(&self, name: String) -> Progress {
        if !self.is_whole {
            return self.finding();
        }
        let (done, total) = (self.done, self.total);
        let progress = progress(Stage::Reading, done.files, total.files, name);
        Progress { bytes: done.bytes, total_bytes: total.bytes, ..progress }
    }

    /// Takes note that there is a file, wanted or not.
    fn note(&mut self, place: &Place) {
        if is_python_name(place.name()) {
            let folder = format!("{}/{}", place.container, place.folder());
            self.python_folders.insert(folder.trim_end_matches('/').to_owned());
        }
        let container = self.container(&place.container);
        container.note(&place.inner);
        let shown = place.shown();
        if let Some((folder, name)) = shown.rsplit_once('/')
            && is_of_html_report(name)
        {
            container.note_wrong(folder.to_owned(), Wrong::HtmlReport);
        }
    }

    /// The dropped folder or the archive of this path.
    fn container(&mut self, path: &str) -> &mut Container {
        let kind = if path.is_empty() { Kind::Lone } else { Kind::Folder };
        self.containers.entry(path.to_owned()).or_insert_with(|| Container::new(kind))
    }

    /// The dropped thing that `path` leads into.
    pub(crate) fn arrival(&mut self, path: &str) -> Option<&mut Arrival> {
        let place = *self.things.get(thing_of(path))?;
        self.arrivals.get_mut(place)
    }

    /// What was packed by itself and dropped alone has the card of what it was packed in, unless it
    /// was dropped too.
    fn call(&mut self, packed: &Place, inner: &Place) {
        if let Some(&at) = self.things.get(thing_of(&packed.shown())) {
            self.things.entry(thing_of(&inner.shown()).to_owned()).or_insert(at);
        }
    }

    /// Whether to read the file at `place`.
    fn is_wanted(&self, place: &Place) -> bool {
        place.container.is_empty()
            || is_readable(&place.inner)
                && (Aside::of(&place.inner).is_none() || Aside::is_named(place, &self.known.aside))
    }
}

fn progress(stage: Stage, done: usize, total: usize, name: String) -> Progress {
    let count = |n| u32::try_from(n).unwrap_or(u32::MAX);
    Progress::of_files(stage, count(done), count(total), name)
}
