//! One drop on its way in, kept apart from the session until all of it is there.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::mem;

use covdrop_analysis::Options;
use covdrop_data::{
    DataKey, Leftover, ReadError, RecordedPath, Recording, SourcePath, Use, host, job_label, read,
    recognise,
};
use covdrop_protocol::{Offered, Problem, Progress, Stage};

use crate::container::{Container, Kind, Origin, Place};
use crate::parallel;
use crate::problem::{self, MAX_FILE_BYTES, MAX_KEPT_BYTES};
use crate::project::Project;
use crate::sort::{self, Sort, aside, is_python_name, is_wanted, sort};
use crate::unpack::{Archive, Event, Fault, Form, MAX_DEPTH, Shared, Spent};
use crate::wrong::Wrong;

/// How many entries of one archive are told of one by one when they go wrong: 20. What is wrong
/// with more of them is said in one sentence.
const MAX_FAULTS: usize = 20;

/// A drop on its way in.
#[derive(Debug)]
pub(crate) struct Batch {
    /// The page's number for it.
    pub(crate) number: u32,
    offered: Vec<Offered>,
    /// The files that were asked for and have not come, by their place in the offer.
    awaited: BTreeSet<u32>,
    /// How many were asked for.
    wanted: usize,
    pub(crate) data: Vec<DataFile>,
    /// Folders and archives that something came in, by path; lone files are in that of no name.
    containers: BTreeMap<String, Container>,
    /// The folders that Python sources lie in: archives there are a project's own.
    python_folders: BTreeSet<String>,
    /// Archives that wait to be taken apart.
    packed: VecDeque<Packed>,
    /// The archive that is being taken apart.
    open: Option<Open>,
    /// Archives that hold installed code, until it is known whether data names it.
    put_aside: Vec<(Packed, BTreeSet<String>)>,
    spent: Spent,
    /// What the session has already.
    known: Known,
    /// How many bytes the archives have that wait, or are put aside.
    held: u64,
    /// How many bytes of data and of sources the batch keeps.
    pub(crate) kept: u64,
    /// The first file that there was no room for, and how many followed.
    full: Option<(String, usize)>,
    pub(crate) problems: Vec<Problem>,
    analysing: Option<Analysing>,
}

/// What a batch has to know of the session.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// How many bytes the session keeps.
    pub(crate) kept: u64,
    /// The files of installed code that data names, from the folder of such code on.
    pub(crate) aside: BTreeSet<String>,
}

/// A data file that was read.
#[derive(Debug)]
pub(crate) struct DataFile {
    pub(crate) place: Place,
    /// What tells its data from other data.
    pub(crate) key: DataKey,
    pub(crate) recording: Recording,
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
        Read { bytes: bytes.len(), key: DataKey::of(name, bytes), recording: read(bytes) }
    }
}

/// An archive that waits to be taken apart.
#[derive(Clone, Debug)]
struct Packed {
    place: Place,
    form: Form,
    bytes: Shared,
    /// How many archives it lies in.
    depth: usize,
    /// Whether it was dropped by itself.
    is_lone: bool,
    /// The installed code to take from it, and nothing else.
    only: Option<BTreeSet<String>>,
}

impl Packed {
    /// Whether to unpack the entry at `path`; `named` is the installed code that data names.
    fn is_wanted(&self, path: &str, named: &BTreeSet<String>) -> bool {
        match &self.only {
            Some(only) => aside(path).is_some_and(|path| only.contains(path)),
            None => is_wanted(path) && aside(path).is_none_or(|path| named.contains(path)),
        }
    }
}

/// The archive that is being taken apart.
#[derive(Debug)]
struct Open {
    packed: Packed,
    archive: Archive,
    /// The installed code that was passed over.
    aside: BTreeSet<String>,
    faults: usize,
    /// The names of what came out, and the entry that came last.
    names: BTreeSet<String>,
    last: String,
}

/// The project with the batch's sources in it, while it is being analysed.
#[derive(Debug)]
struct Analysing {
    project: Project,
    /// What to follow; nothing where the settings cannot be followed.
    options: Option<Options>,
    /// What is left to do, the next one last.
    queue: Vec<SourcePath>,
    total: usize,
}

/// What analysing came to.
pub(crate) enum Analysed {
    /// A few files were done.
    Some(Progress),
    /// All are done: this is the project now.
    All(Box<Project>),
}

impl Batch {
    /// A drop of `offered`, and of what could not be opened.
    pub(crate) fn new(
        number: u32,
        offered: Vec<Offered>,
        closed: &[String],
        known: Known,
    ) -> Batch {
        let mut batch = Batch {
            number,
            offered: Vec::new(),
            awaited: BTreeSet::new(),
            wanted: 0,
            data: Vec::new(),
            containers: BTreeMap::new(),
            python_folders: BTreeSet::new(),
            packed: VecDeque::new(),
            open: None,
            put_aside: Vec::new(),
            spent: Spent::default(),
            known,
            held: 0,
            kept: 0,
            full: None,
            problems: Vec::new(),
            analysing: None,
        };
        for path in closed {
            batch.problem(&Place::dropped(path), problem::unreadable(path, ""));
        }
        for file in &offered {
            let place = Place::dropped(&file.path);
            batch.note(&place);
        }
        let mut room = MAX_KEPT_BYTES.saturating_sub(batch.known.kept);
        for (index, file) in (0..).zip(&offered) {
            let place = Place::dropped(&file.path);
            if !batch.is_wanted(&place) {
                continue;
            }
            if file.size > MAX_FILE_BYTES {
                batch.problem(&place, problem::too_large(&file.path, file.size));
            } else if file.size > room {
                batch.leave_out(&place);
            } else {
                room -= file.size;
                batch.awaited.insert(index);
            }
        }
        if offered.is_empty() && closed.is_empty() {
            batch.problems.push(problem::empty_drop());
        }
        batch.wanted = batch.awaited.len();
        batch.offered = offered;
        batch
    }

    /// The files to send, by their place in the offer.
    pub(crate) fn wanted(&self) -> Vec<u32> {
        self.awaited.iter().copied().collect()
    }

    /// Whether all that was asked for has come and was taken apart.
    pub(crate) fn is_complete(&self) -> bool {
        self.awaited.is_empty() && !self.is_packed()
    }

    /// Whether there is something to take apart.
    pub(crate) fn is_packed(&self) -> bool {
        self.open.is_some() || !self.packed.is_empty()
    }

    /// Takes in files that were asked for, of which data files are read at once.
    pub(crate) fn files(&mut self, files: Vec<(u32, Vec<u8>)>) -> Option<Progress> {
        let read = parallel::map(&files, |(index, bytes)| {
            let name = &self.offered.get(*index as usize)?.path;
            recognise(bytes).map(|_| Read::new(name, bytes))
        });
        let mut last = None;
        for ((index, bytes), read) in files.into_iter().zip(read) {
            last = match (read, self.arrived(index)) {
                (_, None) => continue,
                (None, Some(path)) => Some(self.dropped(path, bytes)),
                (Some(read), Some(path)) => {
                    self.take_data(Place::dropped(&path), read);
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
        let path = self.dropped(path, bytes);
        self.look_aside();
        Some(self.reading(path))
    }

    /// Takes in the file that was dropped as `path`, which is given back.
    fn dropped(&mut self, path: String, bytes: Vec<u8>) -> String {
        let place = Place::dropped(&path);
        let is_lone = place.container.is_empty();
        self.take(place, bytes, 0, is_lone);
        path
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
        self.offered.get(index as usize).map(|file| file.path.clone())
    }

    fn reading(&self, name: String) -> Progress {
        progress(Stage::Reading, self.wanted - self.awaited.len(), self.wanted, name)
    }

    /// Takes note that there is a file, wanted or not.
    fn note(&mut self, place: &Place) {
        if is_python_name(place.name()) {
            let folder = format!("{}/{}", place.container, place.folder());
            self.python_folders.insert(folder.trim_end_matches('/').to_owned());
        }
        self.container(&place.container).note(&place.inner);
    }

    /// The dropped folder or the archive of this path.
    fn container(&mut self, path: &str) -> &mut Container {
        let kind = if path.is_empty() { Kind::Lone } else { Kind::Folder };
        self.containers.entry(path.to_owned()).or_insert_with(|| Container::new(kind))
    }

    /// Whether to read the file at `place`.
    fn is_wanted(&self, place: &Place) -> bool {
        place.container.is_empty()
            || is_wanted(&place.inner)
                && aside(&place.inner).is_none_or(|path| self.known.aside.contains(path))
    }

    /// Takes in a file, whatever it is.
    fn take(&mut self, place: Place, bytes: Vec<u8>, depth: usize, is_lone: bool) {
        let sort = sort(place.name(), &bytes, is_lone);
        match sort {
            Sort::Data => {
                let read = Read::new(place.name(), &bytes);
                self.take_data(place, read);
            }
            Sort::Archive(form) => self.take_archive(place, form, bytes, depth, is_lone),
            Sort::Source if self.keep(&place, bytes.len()) => {
                let container = self.container(&place.container);
                container.is_met = true;
                container.sources.insert(place.inner, bytes);
            }
            Sort::Settings if self.keep(&place, bytes.len()) => {
                let container = self.container(&place.container);
                container.is_met = true;
                container.settings.insert(place.inner, bytes);
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
            Sort::Wrong(wrong) if is_lone || sort::is_data_files_own_name(place.name()) => {
                // GitLab gives its list along with what is in it.
                if wrong == Wrong::GitLabMetadata {
                    self.container(&place.container).wrong = Some((place.shown(), wrong));
                } else {
                    self.problem(&place, problem::wrong(&place.shown(), wrong));
                }
            }
            Sort::Wrong(wrong) => {
                let shown = place.shown();
                self.container(&place.container).wrong.get_or_insert((shown, wrong));
            }
            Sort::Unknown => self.problem(&place, problem::unknown(&place.shown())),
        }
    }

    /// Takes in a data file by what was read of it.
    fn take_data(&mut self, place: Place, read: Read) {
        let shown = place.shown();
        self.container(&place.container).note_data(place.folder());
        match read.recording {
            Ok(_) if !self.keep(&place, read.bytes) => {}
            Ok(recording) => {
                self.problems.extend(problem::read_in_part(&shown, &recording.warnings));
                let named = recording.files.iter().filter_map(|file| aside(file.path.as_str()));
                self.known.aside.extend(named.map(|path| path.replace('\\', "/")));
                self.data.push(DataFile { place, key: read.key, recording });
            }
            Err(error) => self.problems.push(problem::unusable(&shown, &error)),
        }
    }

    fn take_archive(
        &mut self,
        place: Place,
        form: Form,
        bytes: Vec<u8>,
        depth: usize,
        is_lone: bool,
    ) {
        self.container(&place.container).note_data(place.folder());
        if depth >= MAX_DEPTH {
            return self.problems.push(problem::fault(&place.shown(), &Fault::Depth));
        }
        // What waits is kept no less than what is done; what was dropped is in the offer's bounds.
        let held = self.held.saturating_add(bytes.len() as u64);
        if depth > 0 && held.saturating_add(self.kept + self.known.kept) > MAX_KEPT_BYTES {
            return self.leave_out(&place);
        }
        self.held = held;
        let bytes = Shared::new(bytes);
        self.packed.push_back(Packed { place, form, bytes, depth, is_lone, only: None });
    }

    /// Whether there is room for `size` more bytes, which then count.
    fn keep(&mut self, place: &Place, size: usize) -> bool {
        let kept = self.kept.saturating_add(size as u64);
        if self.known.kept.saturating_add(kept) > MAX_KEPT_BYTES {
            self.leave_out(place);
            return false;
        }
        self.kept = kept;
        true
    }

    /// There is no room for a file.
    fn leave_out(&mut self, place: &Place) {
        self.container(&place.container).is_met = true;
        match &mut self.full {
            Some((_, more)) => *more += 1,
            None => self.full = Some((place.shown(), 0)),
        }
    }

    /// Takes note of what is wrong with the file at `place`.
    fn problem(&mut self, place: &Place, problem: Problem) {
        self.container(&place.container).is_met = true;
        self.problems.push(problem);
    }

    /// Does the next piece of taking archives apart.
    pub(crate) fn unpack(&mut self) -> Option<Progress> {
        let Some(mut open) = self.open.take() else {
            let packed = self.packed.pop_front()?;
            let (name, size) = (packed.place.shown(), packed.bytes.len());
            self.open = self.open(packed);
            if self.open.is_none() {
                self.held = self.held.saturating_sub(size);
            }
            self.look_aside();
            return Some(self.reading(name));
        };
        let event = {
            let (packed, named) = (&open.packed, &self.known.aside);
            open.archive.step(&mut self.spent, &|path| packed.is_wanted(path, named))
        };
        let is_over = matches!(event, Event::End);
        self.hear(&mut open, event);
        let (done, total) = open.archive.progress();
        let name = if open.last.is_empty() { open.packed.place.shown() } else { open.last.clone() };
        if is_over {
            self.close(open);
            self.look_aside();
        } else {
            self.open = Some(open);
        }
        let kib = |bytes: u64| usize::try_from(bytes >> 10).unwrap_or(usize::MAX);
        Some(progress(Stage::Reading, kib(done), kib(total), name))
    }

    /// Opens an archive; nothing where that cannot be done, or need not be.
    fn open(&mut self, packed: Packed) -> Option<Open> {
        if self.is_of_project(&packed.place) {
            return None;
        }
        let name = sort::stem(packed.place.name()).to_owned();
        match Archive::new(packed.form, &packed.bytes, &name, &self.spent) {
            Ok(archive) => {
                if !archive.is_single() {
                    let path = packed.place.shown();
                    let kind = Kind::Archive(packed.place.clone());
                    self.containers.entry(path).or_insert_with(|| Container::new(kind));
                }
                Some(Open {
                    packed,
                    archive,
                    aside: BTreeSet::new(),
                    faults: 0,
                    names: BTreeSet::new(),
                    last: String::new(),
                })
            }
            Err(fault) => {
                self.problems.push(problem::fault(&packed.place.shown(), &fault));
                None
            }
        }
    }

    /// Whether an archive lies among a project's sources, and so is the project's own affair.
    fn is_of_project(&self, place: &Place) -> bool {
        let mut folder = place.folder();
        while !folder.is_empty() {
            if self.python_folders.contains(&format!("{}/{folder}", place.container)) {
                return true;
            }
            folder = folder.rsplit_once('/').map_or("", |(outer, _)| outer);
        }
        false
    }

    /// Takes in what came of an archive.
    fn hear(&mut self, open: &mut Open, event: Event) {
        let archive = open.packed.place.shown();
        let place = |inner: &str| Place { container: archive.clone(), inner: inner.to_owned() };
        match event {
            Event::Worked | Event::End => {}
            Event::Passed(path) => {
                if is_python_name(&path) && open.packed.only.is_none() {
                    open.aside.extend(aside(&path).map(str::to_owned));
                }
                self.note(&place(&path));
            }
            Event::Entry { path, bytes } => {
                let depth = open.packed.depth + 1;
                if open.archive.is_single() {
                    let inner = inner_of_single(&open.packed.place, &path);
                    return self.take(inner, bytes, depth, open.packed.is_lone);
                }
                let place = place(&path);
                open.last = place.shown();
                self.note(&place);
                if !open.names.insert(path) {
                    self.data.retain(|data| data.place != place);
                    self.problem(&place, problem::fault(&place.shown(), &Fault::Again));
                }
                self.take(place, bytes, depth, false);
            }
            // A link to a README is nobody's loss.
            Event::Fault { entry: Some(entry), fault: Fault::Link(_) }
                if !sort::is_telling_name(&entry) => {}
            // What is looked at once more was told of the first time.
            Event::Fault { entry, .. }
                if open.packed.only.is_some()
                    && !entry
                        .as_ref()
                        .is_some_and(|path| open.packed.is_wanted(path, &BTreeSet::new())) => {}
            Event::Fault { entry, fault } => {
                open.faults += 1;
                self.container(&open.packed.place.container).is_met = true;
                let shown = entry.as_deref().map_or(archive.clone(), |entry| place(entry).shown());
                if let Some(container) = self.containers.get_mut(&archive) {
                    container.is_met = true;
                }
                if open.faults <= MAX_FAULTS || entry.is_none() {
                    self.problems.push(problem::fault(&shown, &fault));
                }
            }
        }
    }

    /// An archive is at its end.
    fn close(&mut self, open: Open) {
        let Open { packed, aside, faults, .. } = open;
        if let Some(more) = faults.checked_sub(MAX_FAULTS).filter(|more| *more > 0) {
            self.problems.push(problem::more_faults(&packed.place.shown(), more));
        }
        if aside.is_empty() {
            self.held = self.held.saturating_sub(packed.bytes.len());
        } else {
            self.put_aside.push((packed, aside));
        }
    }

    /// When all has come: takes the installed code that data names from archives after all.
    fn look_aside(&mut self) {
        if !self.is_complete() {
            return;
        }
        for (packed, aside) in mem::take(&mut self.put_aside) {
            let named: BTreeSet<String> = aside.intersection(&self.known.aside).cloned().collect();
            if named.is_empty() {
                self.held = self.held.saturating_sub(packed.bytes.len());
            } else {
                self.packed.push_back(Packed { only: Some(named), ..packed });
            }
        }
    }

    /// Starts to analyse, or goes on by a few files. `project` and `recorded` are the session's.
    pub(crate) fn analyse(
        &mut self,
        project: &Project,
        recorded: impl Iterator<Item = RecordedPath>,
    ) -> Analysed {
        let mut analysing = match self.analysing.take() {
            Some(analysing) => analysing,
            None => self.begin(project.clone(), recorded),
        };
        let at = analysing.queue.len().saturating_sub(parallel::AT_ONCE);
        let paths = analysing.queue.split_off(at);
        let (Some(path), Some(options)) = (paths.first(), &analysing.options) else {
            return Analysed::All(Box::new(analysing.project));
        };
        analysing.project.analyse(&paths, options);
        let done = analysing.total - analysing.queue.len();
        let total = analysing.total;
        self.analysing = Some(analysing);
        Analysed::Some(progress(Stage::Analysing, done, total, path.as_str().to_owned()))
    }

    /// Finds what is to be analysed, with the batch's sources in the project.
    fn begin(
        &mut self,
        mut project: Project,
        recorded: impl Iterator<Item = RecordedPath>,
    ) -> Analysing {
        self.settle(&mut project);
        let options = project.options();
        let mine = self.data.iter().flat_map(|data| &data.recording.files);
        let recorded: BTreeSet<RecordedPath> =
            recorded.chain(mine.map(|file| file.path.clone())).collect();
        // Which job each is of shows only later, and hardly ever matters.
        let uses: Vec<Use<'_>> = recorded.iter().map(|path| (path, Vec::new())).collect();
        let mapping = project.map(&uses);
        let mut queue = project.unanalysed(&mapping);
        queue.reverse();
        Analysing { project, options, total: queue.len(), queue }
    }

    /// Puts the sources and settings where they belong in the project.
    ///
    /// Of several trees, each file of a path that another one has too takes that one's place; a
    /// copy of it is no matter, but one that differs is told of.
    fn settle(&mut self, project: &mut Project) {
        let mut settled: BTreeMap<SourcePath, (u64, &str)> = BTreeMap::new();
        for (path, container) in &mut self.containers {
            let root = container.root(path);
            let prefix = if container.is_package() { format!("{path}/") } else { String::new() };
            for (name, bytes) in mem::take(&mut container.settings) {
                if let Some(name) = name.strip_prefix(&root).filter(|name| !name.contains('/')) {
                    project.add_settings(name.to_owned(), bytes);
                }
            }
            let mut replaced: BTreeMap<&str, usize> = BTreeMap::new();
            for (inner, bytes) in mem::take(&mut container.sources) {
                let inner = inner.strip_prefix(&root).unwrap_or(&inner);
                let Some(source) = SourcePath::new(&format!("{prefix}{inner}")) else { continue };
                let mut hasher = DefaultHasher::new();
                bytes.hash(&mut hasher);
                let hash = hasher.finish();
                match settled.insert(source.clone(), (hash, path)) {
                    Some((other, tree)) if other != hash => {
                        *replaced.entry(tree).or_default() += 1;
                    }
                    _ => {}
                }
                project.add(source, bytes);
            }
            let replaced = replaced.into_iter();
            self.problems.extend(replaced.map(|(tree, n)| problem::replaced(path, tree, n)));
        }
    }

    /// The job of each data file; `is_job` says whether the session has one of a name.
    pub(crate) fn labels(&self, is_job: impl Fn(&str) -> bool) -> Vec<String> {
        let origins: Vec<Origin> =
            self.data.iter().map(|data| Origin::of(&data.place, &self.containers)).collect();
        let plain: Vec<String> = self
            .data
            .iter()
            .zip(&origins)
            .map(|(data, origin)| {
                job_label(origin.name.as_deref(), &data.recording, data.place.name())
            })
            .collect();
        // A host runs many jobs: its name is a job's only as long as it came in one archive.
        let mut archives: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (label, origin) in plain.iter().zip(&origins) {
            archives.entry(label).or_default().extend(origin.archive.as_deref());
        }
        let label = |((data, origin), label): ((&DataFile, &Origin), &String)| {
            let name = data.place.name();
            let is_by_name =
                origin.name.is_none() && (host(name).unwrap_or(name) == label.as_str());
            let is_shared = archives.get(label.as_str()).is_some_and(|names| names.len() > 1)
                || host(name).is_none()
                || is_job(label);
            match &origin.archive {
                Some(archive) if is_by_name && is_shared => archive.clone(),
                _ => label.clone(),
            }
        };
        self.data.iter().zip(&origins).zip(&plain).map(label).collect()
    }

    /// What is wrong with the drop as a whole, which is known only when all of it was seen.
    pub(crate) fn conclude(&mut self) -> Vec<Problem> {
        let mut problems = mem::take(&mut self.problems);
        if let Some((path, more)) = self.full.take() {
            problems.push(problem::full(&path, more));
        }
        for (path, container) in &self.containers {
            if let Some((path, Wrong::GitLabMetadata)) = &container.wrong {
                // It lies beside every job's artifacts.
                if self.data.is_empty() {
                    problems.push(problem::wrong(path, Wrong::GitLabMetadata));
                }
                continue;
            }
            if container.is_met {
                continue;
            }
            match (&container.kind, &container.wrong) {
                (_, Some((path, wrong))) => problems.push(problem::wrong(path, *wrong)),
                (Kind::Folder, None) => problems.push(problem::useless_folder(path)),
                // One of several archives may well be about something else.
                (Kind::Archive(place), None)
                    if place.container.is_empty() || self.data.is_empty() =>
                {
                    problems.push(problem::useless_archive(path));
                }
                _ => {}
            }
        }
        problems
    }
}

/// Where the one file lies that was packed by itself: beside what it was packed in.
fn inner_of_single(packed: &Place, name: &str) -> Place {
    let folder = packed.folder();
    let inner = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    Place { container: packed.container.clone(), inner }
}

fn progress(stage: Stage, done: usize, total: usize, name: String) -> Progress {
    let count = |n| u32::try_from(n).unwrap_or(u32::MAX);
    Progress { stage, done: count(done), total: count(total), name }
}
