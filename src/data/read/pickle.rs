//! Reads the pickle of coverage.py 3.x: one dict of dicts of lists.

mod machine;

use super::ReadError;
use super::budget::Budget;
use super::plain::PlainFiles;
use crate::{CoverageData, DataFormat, DataKind};
use machine::{Object, Objects, Value};

/// The largest pickle that is read: the largest known data files of coverage.py 3.x have a tenth of
/// this.
const MAX_PICKLE: usize = 32 << 20;

/// Reads a pickle.
pub(super) fn read(bytes: &[u8]) -> Result<CoverageData, ReadError> {
    if bytes.len() > MAX_PICKLE {
        return Err(ReadError::TooLarge { limit: MAX_PICKLE });
    }
    let (objects, top) = machine::run(bytes)?;
    let mut reader = Reader { objects: &objects, budget: Budget::of(bytes.len()) };
    let version = reader.key(top, b"collector").and_then(|collector| {
        Some(reader.text(collector)?.trim_start_matches("coverage v").to_owned())
    });
    let (lines, arcs) = (reader.key(top, b"lines"), reader.key(top, b"arcs"));
    if lines.is_none() {
        return Err(ReadError::NotData);
    }
    // Branch data lists lines too, which are the ends of its arcs.
    let (kind, table) = match arcs.or(lines) {
        table if arcs.is_some() => (DataKind::Arcs, table),
        table => (DataKind::Lines, table),
    };
    let mut files = PlainFiles::default();
    for (path, entries) in table.map(|table| reader.dict(table)).transpose()?.unwrap_or_default() {
        let path = reader.text(path).ok_or_else(|| damaged("a file's name is not text"))?;
        let entries = reader.list(entries)?;
        if kind == DataKind::Arcs {
            let pairs =
                entries.iter().map(|&pair| reader.pair(pair)).collect::<Result<Vec<_>, _>>()?;
            files.arcs(path, pairs);
        } else {
            let numbers =
                entries.iter().map(|&line| reader.int(line)).collect::<Result<Vec<_>, _>>()?;
            files.lines(path, numbers);
        }
    }
    Ok(files.into_data_file(DataFormat::Pickle, version, kind))
}

fn damaged(what: &str) -> ReadError {
    ReadError::Damaged(what.to_owned())
}

/// Converts objects to data. The same list may be in many places, so a budget counts all that is
/// read.
struct Reader<'a> {
    objects: &'a Objects<'a>,
    budget: Budget,
}

impl<'a> Reader<'a> {
    fn value(&self, object: Object) -> Option<&'a Value<'a>> {
        self.objects.get(object)
    }

    /// Returns the entries of a dict.
    fn dict(&mut self, object: Object) -> Result<Vec<(Object, Object)>, ReadError> {
        let Some(Value::Dict(entries)) = self.value(object) else {
            return Err(damaged("a dict is missing"));
        };
        self.spend(entries.len())?;
        Ok(entries.clone())
    }

    /// Returns the entry of a dict under a text key.
    fn key(&self, object: Object, key: &[u8]) -> Option<Object> {
        let Some(Value::Dict(entries)) = self.value(object) else {
            return None;
        };
        let is_key =
            |name: Object| matches!(self.value(name), Some(Value::Text(text)) if *text == key);
        entries.iter().rev().find(|(name, _)| is_key(*name)).map(|(_, value)| *value)
    }

    fn list(&mut self, object: Object) -> Result<&'a [Object], ReadError> {
        match self.value(object) {
            Some(Value::List(items) | Value::Tuple(items)) => {
                self.spend(items.len())?;
                Ok(items)
            }
            _ => Err(damaged("a list is missing")),
        }
    }

    fn int(&self, object: Object) -> Result<i64, ReadError> {
        match self.value(object) {
            Some(Value::Int(number)) => Ok(*number),
            _ => Err(damaged("a number is missing")),
        }
    }

    fn pair(&self, object: Object) -> Result<(i64, i64), ReadError> {
        match self.value(object) {
            Some(Value::Tuple(ends) | Value::List(ends)) => match ends.as_slice() {
                [from, to] => Ok((self.int(*from)?, self.int(*to)?)),
                _ => Err(damaged("an arc has not two ends")),
            },
            _ => Err(damaged("an arc is missing")),
        }
    }

    /// Decodes text. Python 2 names may be in any encoding; bytes that are not UTF-8 are replaced.
    fn text(&self, object: Object) -> Option<String> {
        match self.value(object) {
            Some(Value::Text(text)) => Some(String::from_utf8_lossy(text).into_owned()),
            _ => None,
        }
    }

    fn spend(&mut self, amount: usize) -> Result<(), ReadError> {
        if self.budget.spend(amount) {
            Ok(())
        } else {
            Err(damaged("the file refers to the same lists too often"))
        }
    }
}
