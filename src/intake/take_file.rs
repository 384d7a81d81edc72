//! Handles each file of an import by its kind, and reports problems with it.

use covdrop_data::Leftover;
use covdrop_protocol::{FileIndex, Problem};

use crate::budget::Reservation;
use crate::classify::{FileKind, classify};
use crate::data_file::{DataFile, ParsedData};
use crate::file_names::{is_data_name, is_exclusive_data_name, is_multi_file_archive_name};
use crate::import::Import;
use crate::input_path::InputPath;
use crate::job_facts::JobFacts;
use crate::problems;
use crate::settings_origin::SettingsOrigin;
use crate::undecided_files::FileOrigin;
use crate::unsupported::UnsupportedFile;

/// The largest file in a folder that is kept until all data is known that may name it: 1 MiB.
/// Reports are larger, and sources are smaller.
const MAX_UNDECIDED: usize = 1 << 20;

/// Whether to decide on a file of unknown kind now, or after all data is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Decide {
    Now,
    WhenAllIsRead,
}

/// Returns true if data that is read later may name a file of unknown kind: it was dropped by
/// itself, or has a name like a data file's.
fn may_be_named(path: &InputPath, size: usize, origin: FileOrigin) -> bool {
    size > 0 && (origin.is_lone || size <= MAX_UNDECIDED && is_data_name(path.name()))
}

impl Import {
    /// Takes a file of any kind.
    pub(crate) fn take(&mut self, path: InputPath, bytes: Vec<u8>, origin: FileOrigin) {
        self.take_by_kind(path, bytes, origin, Decide::WhenAllIsRead);
    }

    /// Decides on the files of unknown kind: those that data names are sources.
    pub(crate) fn decide(&mut self) {
        for (path, bytes, origin) in std::mem::take(&mut self.undecided.files) {
            self.take_by_kind(path, bytes, origin, Decide::Now);
        }
    }

    fn take_by_kind(
        &mut self,
        path: InputPath,
        bytes: Vec<u8>,
        origin: FileOrigin,
        decide: Decide,
    ) {
        let is_named = self.named.has_name_of(&path);
        let kind = classify(path.name(), &bytes, origin.is_lone, is_named);
        let is_undecided =
            matches!(kind, FileKind::Unknown | FileKind::Unsupported(_) | FileKind::Other);
        if is_undecided && decide == Decide::Now && origin.is_lone && origin.depth == 0 {
            self.defer_lone_file(&path, origin.index);
        }
        match kind {
            _ if is_undecided
                && decide == Decide::WhenAllIsRead
                && may_be_named(&path, bytes.len(), origin) =>
            {
                self.undecided.files.push((path, bytes, origin));
            }
            FileKind::Data => {
                let parsed = ParsedData::new(path.name(), &bytes);
                self.take_data(path, parsed, origin.index);
            }
            FileKind::Archive(format) => self.take_archive(path, format, bytes, origin),
            FileKind::Source if self.keep_source(&path, &bytes) => {
                let container = self.containers.get_or_add(&path.container);
                container.has_result = true;
                container.sources.insert(path.inner, bytes);
            }
            FileKind::Settings if self.keep(&path, bytes.len()) => {
                let settings_origin = self.settings_origin(origin);
                let container = self.containers.get_or_add(&path.container);
                container.has_result = true;
                container.settings.insert((settings_origin, path.inner), bytes);
            }
            FileKind::Other if is_multi_file_archive_name(path.name()) => {
                self.undecided.not_archives.push((path, None, bytes.len()));
            }
            FileKind::Leftover(Leftover::SharedMemory)
            | FileKind::Other
            | FileKind::Source
            | FileKind::Settings => {}
            // A process that ended normally leaves an empty journal.
            FileKind::Leftover(_) if bytes.is_empty() => {}
            FileKind::Leftover(leftover) => {
                self.report_in(&path, problems::leftover(&path.full(), leftover));
            }
            FileKind::Unsupported(file) => self.take_unsupported(path, file, bytes.len(), origin),
            FileKind::Unknown if bytes.is_empty() => {
                self.report_in(&path, problems::empty(&path.full()));
            }
            FileKind::Unknown if is_multi_file_archive_name(path.name()) => {
                self.report_in(&path, problems::not_an_archive(&path.full()));
            }
            FileKind::Unknown => self.report_in(&path, problems::unknown(&path.full())),
        }
    }

    /// Defers a lone file of unknown kind, because data that is dropped later may name it.
    fn defer_lone_file(&mut self, path: &InputPath, index: FileIndex) {
        if let Some(owner) = self.owner(&path.full()) {
            self.deferred.add_lone_file(owner, index, &self.files);
        }
    }

    /// Handles a well-known file that Covdrop does not support. It is a problem if it was dropped
    /// by itself or has a data file's name; else only if its container has nothing useful.
    fn take_unsupported(
        &mut self,
        path: InputPath,
        file: UnsupportedFile,
        size: usize,
        origin: FileOrigin,
    ) {
        let full = path.full();
        if origin.is_lone || is_exclusive_data_name(path.name()) {
            // GitLab adds this list to the artifacts.
            if file == UnsupportedFile::GitLabMetadata {
                self.containers.get_or_add(&path.container).unsupported = Some((full, file));
            } else {
                self.report_in(&path, problems::unsupported(&full, file));
            }
        } else if is_multi_file_archive_name(path.name()) {
            self.undecided.not_archives.push((path, Some(file), size));
        } else {
            self.containers.get_or_add(&path.container).add_unsupported(full, file);
        }
    }

    /// Returns the origin of a settings file. For one in an archive it is always `Input`.
    fn settings_origin(&self, origin: FileOrigin) -> SettingsOrigin {
        if origin.depth == 0 && self.files.is_in_source_folder(origin.index) {
            SettingsOrigin::SourceFolder
        } else {
            SettingsOrigin::Input
        }
    }

    /// Adds a parsed data file.
    pub(crate) fn take_data(&mut self, path: InputPath, parsed: ParsedData, index: FileIndex) {
        // The import of deferred packages reads only the sources that data names.
        if self.kind.is_third_party() {
            return;
        }
        let full = path.full();
        self.containers.get_or_add(&path.container).add_data_folder(path.folder());
        match parsed.data_file {
            Ok(_) if !self.keep(&path, parsed.bytes) => {}
            Ok(data_file) if !self.reserve_memory(&path, data_file.memory()) => {}
            Ok(data_file) => {
                if let Some(problem) = problems::partly_read_data(&full, &data_file.warnings) {
                    self.inputs.report(problem);
                }
                for file in &data_file.files {
                    self.named.add(&file.path);
                }
                let folder = full.rsplit_once('/').map_or("", |(folder, _)| folder);
                let facts = JobFacts::of(&data_file, folder.to_owned(), path.name());
                self.data.push(DataFile { path, key: parsed.key, data_file, facts, index });
            }
            Err(error) => self.inputs.report(problems::unusable_data(&full, &error)),
        }
    }

    /// Keeps `size` more bytes for the input of `path`. Returns false if there is no room.
    fn keep(&mut self, path: &InputPath, size: usize) -> bool {
        let size = size as u64;
        if !self.budget.keep(size) {
            self.skip_without_room(path);
            return false;
        }
        if let Some(input) = self.inputs.of_path(&path.full()) {
            input.kept += size;
        }
        true
    }

    /// Keeps a source. Returns false if there is no room, or if it has too many lines.
    fn keep_source(&mut self, path: &InputPath, bytes: &[u8]) -> bool {
        let lines = bytes.iter().filter(|&&byte| matches!(byte, b'\n' | b'\r')).count() as u64;
        if self.budget.keep_lines(lines, self.files.received().bytes) {
            return self.keep(path, bytes.len());
        }
        self.containers.get_or_add(&path.container).has_result = true;
        self.budget.add_beyond_lines(path.full());
        false
    }

    /// Reserves `memory` bytes for the content of a data file. Returns false if they exceed the
    /// limit, and reports the first such file.
    fn reserve_memory(&mut self, path: &InputPath, memory: usize) -> bool {
        let read = self.files.received().bytes;
        let memory = self.budget.reserve_memory(memory as u64, read);
        if memory == Reservation::FirstRefused {
            self.inputs.report(problems::memory_exceeded(&path.full()));
        }
        if memory != Reservation::Granted {
            self.containers.get_or_add(&path.container).has_result = true;
        }
        memory == Reservation::Granted
    }

    /// Skips a file because there is no room for it.
    pub(crate) fn skip_without_room(&mut self, path: &InputPath) {
        self.containers.get_or_add(&path.container).has_result = true;
        self.budget.add_without_room(path.full());
    }

    /// Reports a problem with the file at `path`.
    pub(crate) fn report_in(&mut self, path: &InputPath, problem: Problem) {
        self.containers.get_or_add(&path.container).has_result = true;
        self.inputs.report(problem);
    }
}
