//! The ledger of behaviours names tests that exist, and says where each behaviour was learnt.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Modules about the sandbox as a tool, and not about what Spotify does. Some of their tests are about that too, and have a row.
const ABOUT_THE_TOOL: &[&str] = &["admin", "faults", "fidelity", "handle", "hostile", "journal"];

/// Tests of other modules that are about the tool.
const TESTS_ABOUT_THE_TOOL: &[&str] = &[
    "authorize::a_ticket_serves_one_hop",
    "authorize::auto_approve_is_the_first_user_at_once",
    "authorize::forms_work_once_and_only_with_their_nonce",
    "authorize::only_users_of_the_sandbox_log_in",
    "authorize::the_login_goes_on_to_nowhere_else",
    "authorize::what_a_request_brings_is_escaped_on_every_page",
    "limits::without_a_limit_there_is_none",
    "playlists::ordinary_fixtures_have_the_keys_that_the_sandbox_answers_with",
    "token::the_documents_token_and_code_are_seeded",
    "web_api::a_seed_makes_the_same_world_again",
    "web_api::cover_images_are_served",
    "web_api::expiring_all_access_tokens_leaves_refresh_tokens",
    "web_api::links_carry_the_host_that_the_client_asked",
];

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

/// Every test of `tests/all/`, as `module::function`.
fn tests() -> BTreeSet<String> {
    let mut tests = BTreeSet::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all");
    for file in std::fs::read_dir(folder).expect("the tests") {
        let path = file.expect("a file").path();
        let module = path.file_stem().and_then(|stem| stem.to_str()).expect("a module").to_owned();
        let code = std::fs::read_to_string(&path).expect("a file of tests");
        let functions = code.split("#[test]\nfn ").skip(1).filter_map(|rest| rest.split_once('('));
        tests.extend(functions.map(|(function, _)| format!("{module}::{function}")));
    }
    tests
}

#[test]
fn every_test_about_spotify_has_a_row() {
    let (tests, rows) = (tests(), rows());
    assert!(tests.len() > 200, "{}", tests.len());
    let in_rows: BTreeSet<&str> = rows.iter().map(|row| row["test"].as_str()).collect();
    for test in &tests {
        let (module, _) = test.split_once("::").expect("module::function");
        let is_about_the_tool =
            ABOUT_THE_TOOL.contains(&module) || TESTS_ABOUT_THE_TOOL.contains(&test.as_str());
        assert!(
            is_about_the_tool || in_rows.contains(test.as_str()),
            "{test} shows something that Spotify does: give it a row in fidelity.toml, or list it here"
        );
    }
    for test in TESTS_ABOUT_THE_TOOL {
        assert!(tests.contains(*test) && !in_rows.contains(test), "{test} is not about the tool alone");
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
