//! What an answer has and a model of it has not.

use std::collections::BTreeMap;

use serde_json::Value;

/// Everything in `sent` that is not in `written`, by its place. Values that both have may differ: a number that was sent as
/// `640.0` is no other one. `null` says nothing, so it is not looked for.
pub(crate) fn extra(sent: Value, written: &Value) -> BTreeMap<String, Value> {
    let mut extra = BTreeMap::new();
    compare(sent, written, &mut String::new(), &mut extra);
    extra
}

fn compare(sent: Value, written: &Value, place: &mut String, extra: &mut BTreeMap<String, Value>) {
    match (sent, written) {
        (Value::Object(sent), Value::Object(written)) => {
            for (name, value) in sent {
                at(place, &escaped(&name), |place| match written.get(&name) {
                    Some(written) => compare(value, written, place, extra),
                    None => keep(value, place, extra),
                });
            }
        }
        (Value::Array(sent), Value::Array(written)) => {
            // Lists of a model pass over what is null; pages keep it in its place.
            let is_short = sent.len() != written.len();
            let is_there = |row: &Value| !is_short || !row.is_null();
            if sent.iter().filter(|row| is_there(row)).count() != written.len() {
                return keep(Value::Array(sent), place, extra);
            }
            let rows = sent.into_iter().enumerate().filter(|(_, row)| is_there(row));
            for ((index, row), written) in rows.zip(written) {
                at(place, &index.to_string(), |place| compare(row, written, place, extra));
            }
        }
        (sent @ (Value::Object(_) | Value::Array(_)), _) | (sent, Value::Object(_) | Value::Array(_)) => {
            keep(sent, place, extra);
        }
        _ => {}
    }
}

fn keep(value: Value, place: &str, extra: &mut BTreeMap<String, Value>) {
    if !value.is_null() {
        extra.insert(place.to_owned(), value);
    }
}

/// One step down, and up again.
fn at(place: &mut String, step: &str, look: impl FnOnce(&mut String)) {
    let length = place.len();
    place.push('/');
    place.push_str(step);
    look(place);
    place.truncate(length);
}

/// A name as a JSON Pointer has it (RFC 6901 section 3).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn places(sent: Value, written: &Value) -> Vec<String> {
        extra(sent, written).into_keys().collect()
    }

    #[test]
    fn what_is_not_written_is_extra_at_its_place() {
        let sent = json!({
            "id": "a", "new": {"x": 1}, "gone": null, "size": 640.0,
            "artists": [{"id": "b"}, {"id": "c", "a/b": true, "m~n": null}],
        });
        let written = json!({"id": "a", "size": 640, "artists": [{"id": "b"}, {"id": "c"}], "own": 1});
        let extra = extra(sent.clone(), &written);
        assert_eq!(extra.keys().collect::<Vec<_>>(), ["/artists/1/a~1b", "/new"]);
        for (place, value) in &extra {
            assert_eq!(sent.pointer(place), Some(value), "a JSON Pointer into the answer");
        }
    }

    #[test]
    fn lists_are_compared_row_by_row_where_rows_can_be_told() {
        let two = json!([{"id": 1}, {"id": 2}]);
        assert_eq!(places(json!([{"id": 1, "x": 1}, null, {"id": 2, "y": 1}]), &two), ["/0/x", "/2/y"]);
        assert_eq!(places(json!([null, {"id": 2, "y": 1}]), &json!([null, {"id": 2}])), ["/1/y"]);
        assert_eq!(places(json!({"rows": [{"id": 1}]}), &json!({"rows": two})), ["/rows"]);
    }

    #[test]
    fn what_is_of_another_kind_is_extra_as_a_whole() {
        assert_eq!(
            places(json!({"a": {"b": 1}, "c": [1], "d": 1}), &json!({"a": "x", "c": 1, "d": {}})),
            ["/a", "/c", "/d"]
        );
        assert_eq!(extra(json!({"a": 1}), &Value::Null).get(""), Some(&json!({"a": 1})));
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            "[a-c/~]{0,3}".prop_map(Value::from)
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-c/~]{0,2}", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn every_place_is_one_of_the_answer(sent in any_json(), written in any_json()) {
            for (place, value) in extra(sent.clone(), &written) {
                prop_assert_eq!(sent.pointer(&place), Some(&value));
            }
            prop_assert!(extra(sent.clone(), &sent).is_empty());
        }
    }
}
