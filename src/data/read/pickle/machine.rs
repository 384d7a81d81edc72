//! Runs the few opcodes of pickle's protocol 2 that plain data needs.
//!
//! The machine never imports or calls anything; it builds only numbers, text, lists, tuples and
//! dicts, and every other opcode is an error. Objects lie in one list and refer to each other by
//! index, so sharing and cycles do no harm.

use std::collections::HashMap;

use crate::ReadError;

/// The maximum number of objects that a pickle may have: each takes fifty bytes, even if one byte
/// of input creates it. The largest known data files of coverage.py 3.x have half as many.
const MAX_OBJECTS: usize = 2_000_000;

/// An object: its index in [`Objects`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Object(u32);

/// The value of an object.
pub(super) enum Value<'a> {
    None,
    Int(i64),
    Text(&'a [u8]),
    List(Vec<Object>),
    Tuple(Vec<Object>),
    /// In the order of insertion; a key may occur more than once.
    Dict(Vec<(Object, Object)>),
}

/// All objects of a pickle.
#[derive(Default)]
pub(super) struct Objects<'a> {
    values: Vec<Value<'a>>,
}

impl<'a> Objects<'a> {
    pub(super) fn get(&self, object: Object) -> Option<&Value<'a>> {
        self.values.get(object.0 as usize)
    }
}

/// An entry of the stack.
enum Entry {
    Object(Object),
    Mark,
}

/// Runs a pickle to its end, which leaves one object.
pub(super) fn run(bytes: &[u8]) -> Result<(Objects<'_>, Object), ReadError> {
    let mut machine = Machine {
        input: bytes,
        objects: Objects::default(),
        stack: Vec::new(),
        memo: HashMap::new(),
    };
    let top = machine.run()?;
    Ok((machine.objects, top))
}

struct Machine<'a> {
    /// The bytes that are still to be read.
    input: &'a [u8],
    objects: Objects<'a>,
    stack: Vec<Entry>,
    memo: HashMap<u32, Object>,
}

fn damaged(what: &str) -> ReadError {
    ReadError::Damaged(what.to_owned())
}

impl<'a> Machine<'a> {
    fn run(&mut self) -> Result<Object, ReadError> {
        loop {
            let opcode = self.byte()?;
            match opcode {
                b'.' => return self.pop(),
                0x80 => {
                    self.byte()?;
                }
                b'(' => self.stack.push(Entry::Mark),
                b'0' => {
                    self.pop()?;
                }
                b'N' => self.push(Value::None)?,
                0x88 => self.push(Value::Int(1))?,
                0x89 => self.push(Value::Int(0))?,
                b'J' => {
                    let number = self.number(4)?;
                    // Four bytes with a sign.
                    self.push(Value::Int(i64::from(number.cast_signed())))?;
                }
                b'K' => {
                    let number = self.number(1)?;
                    self.push(Value::Int(i64::from(number)))?;
                }
                b'M' => {
                    let number = self.number(2)?;
                    self.push(Value::Int(i64::from(number)))?;
                }
                0x8a => self.long()?,
                b'U' => self.text(1)?,
                b'T' | b'X' => self.text(4)?,
                b']' => self.push(Value::List(Vec::new()))?,
                b'}' => self.push(Value::Dict(Vec::new()))?,
                b')' => self.push(Value::Tuple(Vec::new()))?,
                0x85..=0x87 => self.short_tuple(usize::from(opcode - 0x84))?,
                b't' => {
                    let items = self.pop_to_mark()?;
                    self.push(Value::Tuple(items))?;
                }
                b'a' => {
                    let item = self.pop()?;
                    self.append(vec![item])?;
                }
                b'e' => {
                    let items = self.pop_to_mark()?;
                    self.append(items)?;
                }
                b's' => {
                    let (value, key) = (self.pop()?, self.pop()?);
                    self.set(&[key, value])?;
                }
                b'u' => {
                    let items = self.pop_to_mark()?;
                    self.set(&items)?;
                }
                b'q' => self.put(1)?,
                b'r' => self.put(4)?,
                b'h' => self.fetch(1)?,
                b'j' => self.fetch(4)?,
                _ => return Err(ReadError::PickleCode(opcode)),
            }
        }
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], ReadError> {
        let (taken, rest) =
            self.input.split_at_checked(count).ok_or_else(|| damaged("it ends too early"))?;
        self.input = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, ReadError> {
        self.take(1).map(|bytes| bytes.first().copied().unwrap_or_default())
    }

    /// Reads an unsigned number of up to four bytes, the lowest first.
    fn number(&mut self, bytes: usize) -> Result<u32, ReadError> {
        Ok(self.take(bytes)?.iter().rev().fold(0, |number, &byte| number << 8 | u32::from(byte)))
    }

    /// Pushes a signed number of any length, the lowest byte first.
    fn long(&mut self) -> Result<(), ReadError> {
        let length = usize::from(self.byte()?);
        let bytes = self.take(length)?;
        if bytes.len() > 8 {
            return Err(damaged("a number is too large"));
        }
        let sign = bytes.last().is_some_and(|&byte| byte & 0x80 != 0);
        let start = if sign { -1 } else { 0 };
        let number =
            bytes.iter().rev().fold(start, |number: i64, &byte| number << 8 | i64::from(byte));
        self.push(Value::Int(number))
    }

    fn text(&mut self, length_bytes: usize) -> Result<(), ReadError> {
        let length = self.number(length_bytes)? as usize;
        let text = self.take(length)?;
        self.push(Value::Text(text))
    }

    fn push(&mut self, value: Value<'a>) -> Result<(), ReadError> {
        let place =
            u32::try_from(self.objects.values.len()).map_err(|_| damaged("it is too long"))?;
        if self.objects.values.len() >= MAX_OBJECTS {
            return Err(ReadError::TooMany { what: "objects", limit: MAX_OBJECTS });
        }
        self.objects.values.push(value);
        self.stack.push(Entry::Object(Object(place)));
        Ok(())
    }

    fn pop(&mut self) -> Result<Object, ReadError> {
        match self.stack.pop() {
            Some(Entry::Object(object)) => Ok(object),
            _ => Err(damaged("an object is missing")),
        }
    }

    /// Pops the objects above the last mark, and the mark.
    fn pop_to_mark(&mut self) -> Result<Vec<Object>, ReadError> {
        let mark = self
            .stack
            .iter()
            .rposition(|entry| matches!(entry, Entry::Mark))
            .ok_or_else(|| damaged("a mark is missing"))?;
        let items = self.stack.drain(mark..).filter_map(|entry| match entry {
            Entry::Object(object) => Some(object),
            Entry::Mark => None,
        });
        Ok(items.collect())
    }

    /// Returns the top of the stack, to be changed.
    fn top(&mut self) -> Option<&mut Value<'a>> {
        match self.stack.last() {
            Some(Entry::Object(object)) => self.objects.values.get_mut(object.0 as usize),
            _ => None,
        }
    }

    fn short_tuple(&mut self, length: usize) -> Result<(), ReadError> {
        let mut items = Vec::with_capacity(length);
        for _ in 0..length {
            items.push(self.pop()?);
        }
        items.reverse();
        self.push(Value::Tuple(items))
    }

    fn append(&mut self, items: Vec<Object>) -> Result<(), ReadError> {
        match self.top() {
            Some(Value::List(list)) => {
                list.extend(items);
                Ok(())
            }
            _ => Err(damaged("a list is missing")),
        }
    }

    fn set(&mut self, items: &[Object]) -> Result<(), ReadError> {
        let (pairs, odd) = items.as_chunks::<2>();
        match self.top() {
            Some(Value::Dict(entries)) if odd.is_empty() => {
                entries.extend(pairs.iter().map(|&[key, value]| (key, value)));
                Ok(())
            }
            _ => Err(damaged("a dict is missing")),
        }
    }

    fn put(&mut self, bytes: usize) -> Result<(), ReadError> {
        let name = self.number(bytes)?;
        match self.stack.last() {
            Some(Entry::Object(object)) => {
                self.memo.insert(name, *object);
                Ok(())
            }
            _ => Err(damaged("an object is missing")),
        }
    }

    fn fetch(&mut self, bytes: usize) -> Result<(), ReadError> {
        let name = self.number(bytes)?;
        let object = *self.memo.get(&name).ok_or_else(|| damaged("an object is missing"))?;
        self.stack.push(Entry::Object(object));
        Ok(())
    }
}
