//! The ledger of behaviours names tests that exist, and says where each behaviour was learnt.

use std::collections::BTreeMap;
use std::path::Path;

/// The rows of `fidelity.toml`, which keeps to one `key = "value"` a line.
fn rows() -> Vec<BTreeMap<String, String>> {
    let ledger = include_str!("../../fidelity.toml");
    let mut rows: Vec<BTreeMap<String, String>> = Vec::new();
    for line in ledger.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if line == "[[behaviour]]" {
            rows.push(BTreeMap::new());
            continue;
        }
        let (key, value) =
            line.split_once(" = ").unwrap_or_else(|| panic!("not a line of the ledger: {line}"));
        let value =
            value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).expect("a quoted value");
        let row = rows.last_mut().expect("a row begins with [[behaviour]]");
        assert_eq!(row.insert(key.to_owned(), value.to_owned()), None, "{key} twice: {line}");
    }
    rows
}

#[test]
fn every_row_has_evidence_and_a_test_that_exists() {
    let rows = rows();
    assert!(rows.len() > 50, "{}", rows.len());
    for row in &rows {
        let what = row["what"].as_str();
        assert!(
            row.keys().all(|key| ["what", "evidence", "source", "test"].contains(&key.as_str())),
            "{what}"
        );
        match row["evidence"].as_str() {
            "documented" | "reported" => assert!(row.contains_key("source"), "{what}: by whom?"),
            "assumed" => {}
            other => panic!("{what}: unknown evidence {other}"),
        }
        let (module, function) = row["test"].split_once("::").expect("module::function");
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all").join(module).with_extension("rs");
        let code = std::fs::read_to_string(&file)
            .unwrap_or_else(|error| panic!("{what}: {}: {error}", file.display()));
        assert!(
            code.contains(&format!("#[test]\nfn {function}() {{")),
            "{what}: no test {function} in {module}"
        );
    }
}

#[test]
fn no_behaviour_is_listed_twice() {
    let mut all: Vec<String> = rows().into_iter().map(|mut row| row.remove("what").expect("what")).collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count);
}
