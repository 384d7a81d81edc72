//! Limits the bytes, lines and memory of an import.

use crate::limits::{
    BYTES_PER_LINE, MAX_KEPT_BYTES, MAX_MEMORY_PER_BYTE, MIN_DATA_MEMORY, MIN_LINES,
};

/// The bytes, lines and memory that an import has used so far.
#[derive(Debug, Default)]
pub(crate) struct Budget {
    /// The bytes that the session keeps already.
    kept_before: u64,
    /// The bytes of data and sources that the import keeps.
    kept: u64,
    /// The bytes of memory for its data.
    memory: u64,
    is_memory_exceeded: bool,
    /// The lines of its sources.
    lines: u64,
    without_room: LeftOut,
    beyond_lines: LeftOut,
}

/// The first file that exceeded a limit, and the number of files after it.
pub(crate) type LeftOut = Option<(String, usize)>;

/// The result of reserving memory for a data file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reservation {
    Granted,
    /// The memory limit is exceeded for the first time.
    FirstRefused,
    Refused,
}

impl Budget {
    /// Creates the budget of an import into a session that keeps `kept_before` bytes.
    pub(crate) fn new(kept_before: u64) -> Budget {
        Budget { kept_before, ..Budget::default() }
    }

    /// Returns true if there is room for `size` more bytes.
    pub(crate) fn has_room(&self, size: u64) -> bool {
        let kept = self.kept_before.saturating_add(self.kept);
        kept.saturating_add(size) <= MAX_KEPT_BYTES
    }

    /// Returns true if `size` bytes can be read in addition to `requested` bytes.
    pub(crate) fn can_request(&self, size: u64, requested: u64) -> bool {
        size <= MAX_KEPT_BYTES.saturating_sub(self.kept_before.saturating_add(requested))
    }

    /// Keeps `size` more bytes. Returns false if there is no room.
    pub(crate) fn keep(&mut self, size: u64) -> bool {
        let has_room = self.has_room(size);
        if has_room {
            self.kept += size;
        }
        has_room
    }

    /// Releases `size` kept bytes.
    pub(crate) fn release(&mut self, size: u64) {
        self.kept = self.kept.saturating_sub(size);
    }

    /// Returns the bytes of data and sources that the import keeps.
    pub(crate) fn kept(&self) -> u64 {
        self.kept
    }

    /// Reserves `size` bytes of memory for data, after `read` bytes of the import were read.
    pub(crate) fn reserve_memory(&mut self, size: u64, read: u64) -> Reservation {
        let memory = self.memory.saturating_add(size);
        if memory <= MIN_DATA_MEMORY.max(read.saturating_mul(MAX_MEMORY_PER_BYTE)) {
            self.memory = memory;
            return Reservation::Granted;
        }
        if std::mem::replace(&mut self.is_memory_exceeded, true) {
            Reservation::Refused
        } else {
            Reservation::FirstRefused
        }
    }

    /// Keeps a source with `lines` lines, after `read` bytes of the import were read. Returns false
    /// if these are too many.
    pub(crate) fn keep_lines(&mut self, lines: u64, read: u64) -> bool {
        let all = self.lines.saturating_add(lines);
        let is_kept = all <= MIN_LINES.saturating_add(read / BYTES_PER_LINE);
        if is_kept {
            self.lines = all;
        }
        is_kept
    }

    /// Records a file for which there is no room.
    pub(crate) fn add_without_room(&mut self, path: String) {
        count(&mut self.without_room, path);
    }

    /// Records a source that has too many lines.
    pub(crate) fn add_beyond_lines(&mut self, path: String) {
        count(&mut self.beyond_lines, path);
    }

    /// Takes the recorded files without room, and the sources with too many lines.
    pub(crate) fn take_left_out(&mut self) -> (LeftOut, LeftOut) {
        (self.without_room.take(), self.beyond_lines.take())
    }
}

fn count(left_out: &mut LeftOut, path: String) {
    match left_out {
        Some((_, more)) => *more += 1,
        None => *left_out = Some((path, 0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_kept_by_others_count() {
        let mut budget = Budget::new(MAX_KEPT_BYTES - 10);
        assert!(budget.keep(6) && !budget.keep(5) && budget.keep(4));
        budget.release(4);
        assert!(budget.has_room(4) && !budget.has_room(5));
        assert!(!budget.can_request(5, 6));
    }

    #[test]
    fn lines_are_limited_by_the_bytes_read() {
        let mut budget = Budget::new(0);
        assert!(budget.keep_lines(MIN_LINES, 0) && !budget.keep_lines(1, 1));
        assert!(budget.keep_lines(1, 2) && !budget.keep_lines(1, 3));
    }

    #[test]
    fn exceeding_memory_is_reported_once() {
        let mut budget = Budget::new(0);
        assert_eq!(budget.reserve_memory(MIN_DATA_MEMORY, 0), Reservation::Granted);
        assert_eq!(budget.reserve_memory(1, 0), Reservation::FirstRefused);
        assert_eq!(budget.reserve_memory(1, 0), Reservation::Refused);
        assert_eq!(budget.reserve_memory(1, MIN_DATA_MEMORY), Reservation::Granted);
    }
}
