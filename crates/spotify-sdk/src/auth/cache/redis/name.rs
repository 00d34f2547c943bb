//! The user's part of an entry's name.

use std::borrow::Cow;

/// `user` without the characters that mean something in a key: `:`, which would let one app's user be another app's; braces, of which a
/// proxy before a cluster takes the first pair for the part that decides which server has it; and `%`, which begins what stands for them.
pub(super) fn of_user(user: &str) -> Cow<'_, str> {
    const SPECIAL: [char; 4] = [':', '%', '{', '}'];
    if !user.contains(SPECIAL) {
        return user.into();
    }
    let mut name = String::with_capacity(user.len() + 8);
    for character in user.chars() {
        match character {
            ':' => name.push_str("%3A"),
            '%' => name.push_str("%25"),
            '{' => name.push_str("%7B"),
            '}' => name.push_str("%7D"),
            other => name.push(other),
        }
    }
    name.into()
}
