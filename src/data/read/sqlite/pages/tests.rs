//! Compares the rows that the pages have with those that SQLite reads.

use rusqlite::{Connection, MAIN_DB, params};

use super::super::open::{open, plain_root};
use super::{NotPlain, Pages};

const COLUMNS: [(&str, &str); 3] =
    [("file_id", "integer"), ("context_id", "integer"), ("numbits", "blob")];

type Row = (i64, i64, Vec<u8>);

/// A generator of numbers that look random.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u32 {
        let Random(state) = self;
        *state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(*state >> 32).unwrap()
    }

    fn below(&mut self, limit: usize) -> usize {
        self.next() as usize % limit
    }

    fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[3]
    }
}

/// Returns a database with a table `line_bits` of `rows` rows, some deleted and some replaced, with
/// pages of this size and blobs of up to `longest` bytes.
fn database(page_size: u32, rows: u32, longest: usize, random: &mut Random) -> Vec<u8> {
    let mut db = Connection::open_in_memory().unwrap();
    db.pragma_update(None, "page_size", page_size).unwrap();
    db.execute_batch(
        "CREATE TABLE line_bits (file_id integer, context_id integer, numbits blob,
         UNIQUE (file_id, context_id)); BEGIN",
    )
    .unwrap();
    let contexts = [0, 1, -1, 200, 40_000, -9_000_000, 1 << 40, i64::MIN, i64::MAX];
    for row in 1..=rows {
        let context = contexts[random.below(contexts.len())];
        let blob: Vec<u8> = (0..random.below(longest + 1)).map(|_| random.byte()).collect();
        let insert = "INSERT INTO line_bits VALUES (?1, ?2, ?3)";
        db.execute(insert, params![i64::from(row) * 37 - 1000, context, blob]).unwrap();
        if random.below(10) == 0 {
            let id = random.next() % row;
            db.execute("DELETE FROM line_bits WHERE rowid = ?1", [id]).unwrap();
        }
    }
    db.execute_batch("COMMIT").unwrap();
    db.serialize(MAIN_DB).unwrap().to_vec()
}

/// Returns the rows that SQLite reads, if it can read all of them.
fn by_sqlite(bytes: &[u8]) -> Option<Vec<Row>> {
    let db = open(bytes).ok()?;
    let mut statement = db.prepare("SELECT file_id, context_id, numbits FROM line_bits").ok()?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).ok()?;
    rows.collect::<Result<_, _>>().ok()
}

/// Returns the rows that the pages have.
fn by_pages(bytes: &[u8]) -> Result<Vec<Row>, NotPlain> {
    let pages = Pages::of(bytes)?;
    let db = open(bytes).map_err(|_| NotPlain)?;
    let root = plain_root(&db, "line_bits", &COLUMNS).ok_or(NotPlain)?;
    let mut rows = Vec::new();
    pages.scan(root, |mut row| {
        rows.push((row.int()?, row.int()?, row.blob()?.to_vec()));
        row.end()
    })?;
    Ok(rows)
}

#[test]
fn plain_tables_have_the_rows_that_sqlite_reads() {
    let random = &mut Random(1);
    for page_size in [512, 1024, 4096, 65_536] {
        for (rows, longest) in
            [(0, 0), (1, 10), (50, 100), (3_000, 30), (300, 5_000), (20, 200_000)]
        {
            let bytes = database(page_size, rows, longest, random);
            let read = by_pages(&bytes);
            assert!(rows == 0 || read.as_ref().is_ok_and(|rows| !rows.is_empty()));
            assert_eq!(read.ok(), by_sqlite(&bytes), "{page_size} {rows} {longest}");
        }
    }
}

#[test]
fn damaged_tables_have_the_same_rows_or_are_not_plain() {
    let random = &mut Random(2);
    let mut plain = 0;
    for round in 0..4_000 {
        let mut bytes = database(512, 40, if round % 2 == 0 { 20 } else { 900 }, random);
        for _ in 0..=random.below(3) {
            let at = random.below(bytes.len());
            bytes[at] = match random.below(3) {
                0 => random.byte(),
                1 => bytes[at] ^ 1 << random.below(8),
                _ => bytes[random.below(bytes.len())],
            };
        }
        if let Ok(rows) = by_pages(&bytes) {
            plain += 1;
            assert_eq!(Some(rows), by_sqlite(&bytes), "round {round}");
        }
    }
    assert!(plain > 100, "{plain} of 4000 are still plain");
}

#[test]
fn other_tables_are_not_plain() {
    let table = |columns: &str| {
        let mut db = Connection::open_in_memory().unwrap();
        db.execute_batch(&format!("CREATE TABLE line_bits ({columns})")).unwrap();
        by_pages(&db.serialize(MAIN_DB).unwrap())
    };
    assert_eq!(table("file_id integer, context_id integer, numbits blob"), Ok(Vec::new()));
    for columns in [
        "file_id integer, context_id integer",
        "file_id integer, context_id integer, numbits text",
        "context_id integer, file_id integer, numbits blob",
        "file_id integer primary key, context_id integer, numbits blob",
        "file_id integer, context_id integer, numbits blob, other integer",
    ] {
        assert_eq!(table(columns), Err(NotPlain), "{columns}");
    }
    let rows = |sql: &str| {
        let mut db = Connection::open_in_memory().unwrap();
        let create = "CREATE TABLE line_bits (file_id integer, context_id integer, numbits blob)";
        db.execute_batch(&format!("{create}; {sql}")).unwrap();
        by_pages(&db.serialize(MAIN_DB).unwrap())
    };
    for odd in [
        "INSERT INTO line_bits VALUES ('a', 1, x'01')",
        "INSERT INTO line_bits VALUES (1, 1.5, x'01')",
        "INSERT INTO line_bits VALUES (1, NULL, x'01')",
        "INSERT INTO line_bits VALUES (1, 1, 'text')",
    ] {
        assert_eq!(rows(odd), Err(NotPlain), "{odd}");
    }
}
