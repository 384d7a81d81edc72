//! Fuzzes a data file of any format. Data that can be read can be combined, written and read again.
//! What is read from the pages of a database is what SQLite reads.
#![no_main]

use covdrop_data::{
    Combined, DataFormat, ResolvedPath, Selection, WriteOptions, read, read_by_sqlite, recognise, write,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let data_file = read(bytes);
    if let Some(DataFormat::Sqlite { .. }) = recognise(bytes) {
        assert_eq!(format!("{data_file:?}"), format!("{:?}", read_by_sqlite(bytes)));
    }
    let Ok(data_file) = data_file else { return };
    let mut combined = Combined::new();
    let job = combined.add_job("job");
    combined.add(job, "name", data_file);
    combined.map_paths(|path| ResolvedPath::Recorded(path.clone()));
    let everything = Selection::everything();
    // Data in which no context ran a line or an arc is written as neither lines nor branches.
    let hits = |combined: &Combined| -> Vec<_> {
        let hits = combined.files().map(|(id, _)| combined.hits(id, &everything));
        hits.map(|hits| (hits.lines, hits.arcs)).collect()
    };
    let before = hits(&combined);
    let name = |place: &ResolvedPath| place.as_str().to_owned();
    let Ok(written) = write(&combined, &everything, WriteOptions::default(), name) else { return };
    let again = read(&written).expect("what is written is read");
    assert_eq!(again.warnings, []);
    let mut combined = Combined::new();
    let job = combined.add_job("job");
    combined.add(job, "name", again);
    combined.map_paths(|path| ResolvedPath::Recorded(path.clone()));
    assert_eq!(hits(&combined), before);
});
