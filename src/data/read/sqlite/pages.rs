//! Reads the rows of a table straight from the pages of a database.
//!
//! SQLite spends over a thousand instructions on handing over a row, and a coverage database has
//! hundreds of thousands of them. This reader knows only what SQLite writes into a plain table; see
//! "Database File Format" in SQLite's documentation. Anything else is [`NotPlain`], and then SQLite
//! reads the table: it alone decides which rows of a damaged table are there.

#[cfg(test)]
mod tests;

/// The first bytes of a database.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// The length of the header of a database.
const HEADER: usize = 100;

/// The deepest tree of pages that SQLite reads.
const MAX_DEPTH: usize = 19;

/// The largest row that SQLite is allowed to read: see `open.rs`.
const MAX_ROW: usize = super::open::MAX_VALUE as usize;

/// The fewest bytes that SQLite counts for a cell of a page.
const SMALLEST_CELL: usize = 4;

/// The table, or the database, is not as SQLite writes a plain one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotPlain;

/// The number of a page, from 1.
type PageNumber = u32;

/// The pages of a database.
#[derive(Clone, Copy)]
pub(in crate::read) struct Pages<'a> {
    bytes: &'a [u8],
    page_size: usize,
    count: usize,
}

impl<'a> Pages<'a> {
    /// Returns the pages of a database, if its header has the values that every data file has: UTF-8,
    /// no reserved bytes, no write-ahead log, and as many pages as there are bytes for.
    pub(super) fn of(bytes: &'a [u8]) -> Result<Pages<'a>, NotPlain> {
        let header = bytes.first_chunk::<HEADER>().ok_or(NotPlain)?;
        let number = |at: usize| be_u32(header, at);
        let page_size = match be_u16(header, 16)? {
            1 => 1 << 16,
            size if size.is_power_of_two() && size >= 512 => usize::from(size),
            _ => return Err(NotPlain),
        };
        let count = usize::try_from(number(28)?).map_err(|_| NotPlain)?;
        let is_plain = header.starts_with(MAGIC)
            // The versions to write and to read, the reserved bytes, and fixed fractions.
            && header[18..24] == [1, 1, 0, 64, 32, 32]
            // Otherwise the number of pages is not valid.
            && number(24)? == number(92)?
            && (1..=4).contains(&number(44)?)
            && number(56)? == 1
            && page_size.checked_mul(count) == Some(bytes.len());
        if is_plain { Ok(Pages { bytes, page_size, count }) } else { Err(NotPlain) }
    }

    /// Calls `each` with every row of the table with this root page, in the order of row ids. Rows
    /// may have been passed on before the table turns out not to be plain.
    pub(super) fn scan(
        self,
        root: PageNumber,
        each: impl FnMut(Fields<'_>) -> Result<(), NotPlain>,
    ) -> Result<(), NotPlain> {
        let seen = vec![false; self.count + 1];
        let mut scan = Scan { pages: self, seen, last_id: None, long_row: Vec::new(), each };
        scan.page(root, 0)
    }
}

/// A scan through the tree of pages of one table.
struct Scan<'a, Each> {
    pages: Pages<'a>,
    /// Whether the scan has met a page, by its number: each belongs to one place.
    seen: Vec<bool>,
    last_id: Option<i64>,
    /// The bytes of a row that continues on overflow pages.
    long_row: Vec<u8>,
    each: Each,
}

impl<'a, Each: FnMut(Fields<'_>) -> Result<(), NotPlain>> Scan<'a, Each> {
    /// Returns a page that was not met before.
    fn take(&mut self, number: PageNumber) -> Result<&'a [u8], NotPlain> {
        let number = usize::try_from(number).map_err(|_| NotPlain)?;
        // The first page begins with the header, and is the root of the schema.
        let is_free = number > 1 && self.seen.get(number) == Some(&false);
        let start = number.wrapping_sub(1).checked_mul(self.pages.page_size).ok_or(NotPlain)?;
        let bytes = self.pages.bytes.get(start..).filter(|_| is_free).ok_or(NotPlain)?;
        *self.seen.get_mut(number).ok_or(NotPlain)? = true;
        bytes.get(..self.pages.page_size).ok_or(NotPlain)
    }

    /// Scans a page, and those below it.
    fn page(&mut self, number: PageNumber, depth: usize) -> Result<(), NotPlain> {
        if depth > MAX_DEPTH {
            return Err(NotPlain);
        }
        let page = self.take(number)?;
        let (is_leaf, header) = match page.first() {
            Some(0x0D) => (true, 8),
            Some(0x05) => (false, 12),
            _ => return Err(NotPlain),
        };
        let cells = usize::from(be_u16(page, 3)?);
        // An empty table is one leaf.
        if cells == 0 && (depth > 0 || !is_leaf) {
            return Err(NotPlain);
        }
        let content = header + 2 * cells;
        let last_start = page.len() - SMALLEST_CELL - usize::from(!is_leaf);
        for pointer in page.get(header..content).ok_or(NotPlain)?.chunks_exact(2) {
            let start = usize::from(be_u16(pointer, 0)?);
            if start < content || start > last_start {
                return Err(NotPlain);
            }
            let cell = page.get(start..).ok_or(NotPlain)?;
            if is_leaf {
                self.row(cell)?;
            } else {
                varint(cell.get(4..).ok_or(NotPlain)?)?;
                self.page(be_u32(cell, 0)?, depth + 1)?;
            }
        }
        if is_leaf { Ok(()) } else { self.page(be_u32(page, 8)?, depth + 1) }
    }

    /// Passes on the row in a cell of a leaf.
    fn row(&mut self, cell: &'a [u8]) -> Result<(), NotPlain> {
        let (size, size_length) = varint(cell)?;
        let (id, id_length) = varint(cell.get(size_length..).ok_or(NotPlain)?)?;
        let id = id.cast_signed();
        let size = usize::try_from(size).map_err(|_| NotPlain)?;
        if size > MAX_ROW || self.last_id.is_some_and(|last| last >= id) {
            return Err(NotPlain);
        }
        self.last_id = Some(id);
        let row = cell.get(size_length + id_length..).ok_or(NotPlain)?;
        let local = local_size(size, self.pages.page_size);
        let here = row.get(..local).ok_or(NotPlain)?;
        if local == size {
            return (self.each)(Fields::of(here)?);
        }
        let mut next = be_u32(row, local)?;
        let mut long_row = std::mem::take(&mut self.long_row);
        long_row.clear();
        long_row.extend_from_slice(here);
        while long_row.len() < size {
            let page = self.take(next)?;
            next = be_u32(page, 0)?;
            let rest = page.get(4..).ok_or(NotPlain)?;
            long_row.extend_from_slice(
                rest.get(..rest.len().min(size - long_row.len())).ok_or(NotPlain)?,
            );
        }
        if next != 0 {
            return Err(NotPlain);
        }
        (self.each)(Fields::of(&long_row)?)?;
        self.long_row = long_row;
        Ok(())
    }
}

/// Returns how many bytes of a row of `size` bytes are in its leaf; the others are on overflow pages.
fn local_size(size: usize, page_size: usize) -> usize {
    let most = page_size - 35;
    if size <= most {
        return size;
    }
    let least = (page_size - 12) * 32 / 255 - 23;
    let local = least + (size - least) % (page_size - 4);
    if local <= most { local } else { least }
}

/// The fields of a row, in the order of the table's columns.
pub(super) struct Fields<'a> {
    /// The types of the fields that are left.
    types: &'a [u8],
    /// The values of these.
    values: &'a [u8],
}

impl<'a> Fields<'a> {
    fn of(row: &'a [u8]) -> Result<Fields<'a>, NotPlain> {
        let (size, length) = varint(row)?;
        let size = usize::try_from(size).map_err(|_| NotPlain)?;
        let types = row.get(length..size).ok_or(NotPlain)?;
        Ok(Fields { types, values: row.get(size..).ok_or(NotPlain)? })
    }

    fn next_type(&mut self) -> Result<u64, NotPlain> {
        let (kind, length) = varint(self.types)?;
        self.types = self.types.get(length..).ok_or(NotPlain)?;
        Ok(kind)
    }

    fn next_value(&mut self, length: usize) -> Result<&'a [u8], NotPlain> {
        let (value, rest) = self.values.split_at_checked(length).ok_or(NotPlain)?;
        self.values = rest;
        Ok(value)
    }

    /// Takes the next field, which must be an integer.
    pub(super) fn int(&mut self) -> Result<i64, NotPlain> {
        let length = match self.next_type()? {
            kind @ 1..=4 => usize::try_from(kind).map_err(|_| NotPlain)?,
            5 => 6,
            6 => 8,
            // The constants 0 and 1.
            kind @ 8..=9 => return Ok(i64::from(kind == 9)),
            _ => return Err(NotPlain),
        };
        let value = self.next_value(length)?;
        let sign = if value.first().is_some_and(|byte| byte >> 7 == 1) { -1 } else { 0 };
        Ok(value.iter().fold(sign, |number, byte| number << 8 | i64::from(*byte)))
    }

    /// Takes the next field, which must be a blob.
    pub(super) fn blob(&mut self) -> Result<&'a [u8], NotPlain> {
        match self.next_type()? {
            kind if kind >= 12 && kind % 2 == 0 => {
                self.next_value(usize::try_from((kind - 12) / 2).map_err(|_| NotPlain)?)
            }
            _ => Err(NotPlain),
        }
    }

    /// Checks that no field is left.
    pub(super) fn end(&self) -> Result<(), NotPlain> {
        if self.types.is_empty() && self.values.is_empty() { Ok(()) } else { Err(NotPlain) }
    }
}

fn be_u16(bytes: &[u8], at: usize) -> Result<u16, NotPlain> {
    let bytes = bytes.get(at..).and_then(<[u8]>::first_chunk);
    bytes.map(|bytes| u16::from_be_bytes(*bytes)).ok_or(NotPlain)
}

fn be_u32(bytes: &[u8], at: usize) -> Result<u32, NotPlain> {
    let bytes = bytes.get(at..).and_then(<[u8]>::first_chunk);
    bytes.map(|bytes| u32::from_be_bytes(*bytes)).ok_or(NotPlain)
}

/// Returns the integer of variable length at the beginning of `bytes`, and its length: seven bits a
/// byte, the highest first, and eight bits in the ninth byte.
fn varint(bytes: &[u8]) -> Result<(u64, usize), NotPlain> {
    let mut value = 0;
    for (at, byte) in bytes.iter().take(8).enumerate() {
        value = value << 7 | u64::from(byte & 0x7F);
        if byte >> 7 == 0 {
            return Ok((value, at + 1));
        }
    }
    let last = bytes.get(8).ok_or(NotPlain)?;
    Ok((value << 8 | u64::from(*last), 9))
}
