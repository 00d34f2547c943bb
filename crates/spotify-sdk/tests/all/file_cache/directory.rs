//! The logins of many users in one directory.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use spotify_sdk::auth::{DirectoryTokenCache, KeyedTokenCache as _, TokenCache as _};

use super::support::{fast_folder, now, token, warnings};

#[test]
fn fault_051_what_is_wrong_with_the_directory_is_said_once_for_all_users() {
    let folder = fast_folder();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o777)).unwrap();
    let users = DirectoryTokenCache::new(folder.path());
    let ((), warned) = warnings(|| {
        for number in 0..10 {
            now(users.for_key(&format!("user-{number}")).set(&token(number))).unwrap();
        }
    });
    assert_eq!(warned.len(), 1, "{warned:?}");
    assert!(warned[0].contains("writable"), "{warned:?}");
}
