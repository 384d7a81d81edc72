//! The table of an import's files, with the state of each.

use std::collections::BTreeMap;

use covdrop_protocol::{FileIndex, ListedFile};

/// A number of files, and their bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Amount {
    pub(crate) files: usize,
    pub(crate) bytes: u64,
}

impl Amount {
    fn add(&mut self, bytes: u64) {
        self.files += 1;
        self.bytes = self.bytes.saturating_add(bytes);
    }
}

/// The state of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileState {
    /// It was listed, and was not needed so far.
    Listed,
    /// Its content was requested and has not arrived yet.
    Requested,
    /// Its content has arrived.
    Received,
    /// It could not be read.
    Failed,
    /// It is not read, because it is too large, there is no room, or its input was removed.
    Skipped,
}

/// A file of an import.
#[derive(Debug)]
pub(crate) struct ImportFile {
    pub(crate) listed: ListedFile,
    /// Whether it lies in the source folder on disk, where settings files are the user's own.
    is_in_source_folder: bool,
    pub(crate) state: FileState,
}

/// The files of an import, by index.
#[derive(Debug, Default)]
pub(crate) struct FileTable {
    files: BTreeMap<FileIndex, ImportFile>,
    /// The new requests, which were not sent yet.
    new_requests: Vec<FileIndex>,
    /// The number of files whose content is awaited.
    awaited: usize,
    requested: Amount,
    received: Amount,
}

impl FileTable {
    /// Appends files, and returns the index of the first.
    pub(crate) fn add(&mut self, files: Vec<ListedFile>) -> FileIndex {
        let first = FileIndex(self.len());
        for (index, file) in (first.0..).zip(files) {
            self.insert(FileIndex(index), file);
        }
        first
    }

    /// Adds the file at `index`.
    pub(crate) fn insert(&mut self, index: FileIndex, listed: ListedFile) {
        let state = FileState::Listed;
        self.files.insert(index, ImportFile { listed, is_in_source_folder: false, state });
    }

    /// Returns the number of listed files.
    pub(crate) fn len(&self) -> u32 {
        self.files.last_key_value().map_or(0, |(last, _)| last.0 + 1)
    }

    pub(crate) fn get(&self, index: FileIndex) -> Option<&ImportFile> {
        self.files.get(&index)
    }

    /// Returns the path of the file at `index`.
    pub(crate) fn path(&self, index: FileIndex) -> Option<&str> {
        Some(&self.files.get(&index)?.listed.path)
    }

    /// Returns the path of the last listed file.
    pub(crate) fn last_path(&self) -> Option<&str> {
        Some(&self.files.last_key_value()?.1.listed.path)
    }

    /// Returns the files from `first` on that were neither requested nor skipped.
    pub(crate) fn unrequested(
        &self,
        first: FileIndex,
    ) -> impl Iterator<Item = (FileIndex, &ListedFile)> {
        let unrequested = self.files.range(first..);
        let unrequested = unrequested.filter(|(_, file)| file.state == FileState::Listed);
        unrequested.map(|(index, file)| (*index, &file.listed))
    }

    /// Requests the content of the file at `index`.
    pub(crate) fn request(&mut self, index: FileIndex) {
        if let Some(file) = self.files.get_mut(&index) {
            file.state = FileState::Requested;
            self.awaited += 1;
            self.requested.add(file.listed.size);
            self.new_requests.push(index);
        }
    }

    /// Skips the file at `index`.
    pub(crate) fn skip(&mut self, index: FileIndex) {
        if let Some(file) = self.files.get_mut(&index) {
            if file.state == FileState::Requested {
                self.awaited -= 1;
            }
            file.state = FileState::Skipped;
        }
    }

    /// Skips the files for whose paths `is_skipped` is true.
    pub(crate) fn skip_where(&mut self, is_skipped: impl Fn(&str) -> bool) {
        let skipped = self.files.iter().filter(|(_, file)| is_skipped(&file.listed.path));
        let skipped: Vec<FileIndex> = skipped.map(|(index, _)| *index).collect();
        for index in skipped {
            self.skip(index);
        }
    }

    /// Ends the wait for the file at `index`, and sets its state. Returns its path, or `None` if
    /// its content is not awaited.
    pub(crate) fn end_request(&mut self, index: FileIndex, state: FileState) -> Option<String> {
        let file = self.files.get_mut(&index)?;
        if file.state != FileState::Requested {
            return None;
        }
        file.state = state;
        self.awaited -= 1;
        self.received.add(file.listed.size);
        Some(file.listed.path.clone())
    }

    /// Takes the new requests, to be sent.
    pub(crate) fn take_new_requests(&mut self) -> Vec<FileIndex> {
        std::mem::take(&mut self.new_requests)
    }

    /// Returns true if the content of the file at `index` is awaited.
    pub(crate) fn is_awaited(&self, index: FileIndex) -> bool {
        self.files.get(&index).is_some_and(|file| file.state == FileState::Requested)
    }

    /// Returns true if the content of any file is awaited.
    pub(crate) fn has_awaited(&self) -> bool {
        self.awaited > 0
    }

    /// Returns the number and bytes of requested files.
    pub(crate) fn requested(&self) -> Amount {
        self.requested
    }

    /// Returns the number and bytes of received files, including failed ones.
    pub(crate) fn received(&self) -> Amount {
        self.received
    }

    /// Marks the file at `index` as lying in the source folder on disk.
    pub(crate) fn set_in_source_folder(&mut self, index: FileIndex) {
        if let Some(file) = self.files.get_mut(&index) {
            file.is_in_source_folder = true;
        }
    }

    /// Returns true if the file at `index` lies in the source folder on disk.
    pub(crate) fn is_in_source_folder(&self, index: FileIndex) -> bool {
        self.files.get(&index).is_some_and(|file| file.is_in_source_folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_received_once() {
        let mut files = FileTable::default();
        let file = |path: &str| ListedFile { path: path.to_owned(), size: 7 };
        assert_eq!(files.add(vec![file("a.py"), file("b.py")]), FileIndex(0));
        assert_eq!(files.add(vec![file("c.py")]), FileIndex(2));
        assert_eq!(files.end_request(FileIndex(1), FileState::Received), None, "not requested");
        files.request(FileIndex(1));
        assert_eq!(files.take_new_requests(), [FileIndex(1)]);
        assert_eq!(files.take_new_requests(), []);
        assert!(files.has_awaited() && files.is_awaited(FileIndex(1)));
        let path = files.end_request(FileIndex(1), FileState::Received);
        assert_eq!(path.as_deref(), Some("b.py"));
        assert_eq!(files.end_request(FileIndex(1), FileState::Failed), None, "a second time");
        assert!(!files.has_awaited());
        assert_eq!((files.received().files, files.received().bytes), (1, 7));
        let unrequested = files.unrequested(FileIndex(0)).map(|(index, _)| index);
        assert_eq!(unrequested.collect::<Vec<_>>(), [FileIndex(0), FileIndex(2)]);
    }

    #[test]
    fn a_skipped_file_is_not_awaited() {
        let mut files = FileTable::default();
        files.add(vec![ListedFile { path: "x/a.py".to_owned(), size: 1 }]);
        files.request(FileIndex(0));
        files.skip_where(|path| path.starts_with("x/"));
        assert!(!files.has_awaited());
        assert_eq!(files.end_request(FileIndex(0), FileState::Received), None);
    }
}
