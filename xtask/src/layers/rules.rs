//! The rules, as data. Whoever adds a module to a crate adds it here.

/// The rules of one crate.
pub(super) struct CrateRules {
    /// The crate's folder, from the workspace's root.
    pub(super) folder: &'static str,
    /// Who may import whom among the crate's own modules; empty when the crate has no such order.
    pub(super) layers: &'static [Layer],
    /// What may be named in some files only.
    pub(super) confined: &'static [Confined],
    /// Packages that the manifest must not name, by kind of dependency.
    pub(super) forbidden: &'static [ForbiddenDependency],
}

/// Modules that stand on the same step. Modules of one layer may import each other.
pub(super) struct Layer {
    pub(super) name: &'static str,
    /// Module paths below the crate's root; a longer path wins over a shorter one. `""` is `lib.rs`.
    pub(super) modules: &'static [&'static str],
    /// The layers directly below. What those may import may be imported from here as well.
    pub(super) imports: &'static [&'static str],
}

/// A path that only some files may name.
pub(super) struct Confined {
    /// From the name of the outside crate on. Everything below it is confined too.
    pub(super) paths: &'static [&'static str],
    /// Files below the crate's `src` that may name it, or folders of files, with a slash at the end.
    pub(super) only_in: &'static [&'static str],
    pub(super) why: &'static str,
}

/// A package that must not be a dependency.
pub(super) struct ForbiddenDependency {
    pub(super) package: &'static str,
    /// `dependencies` alone, or the dependencies of tests and build scripts too.
    pub(super) anywhere: bool,
    pub(super) why: &'static str,
}

pub(super) const CRATES: &[CrateRules] = &[SDK, SANDBOX];

const SDK: CrateRules = CrateRules {
    folder: "crates/spotify-sdk",
    layers: &[
        Layer { name: "the crate's face", modules: &["", "coming_from", "fuzzing"], imports: &["service"] },
        Layer { name: "service", modules: &["service"], imports: &["call"] },
        // `blocking` is the client once more, with calls of its own, so the two know each other.
        Layer { name: "call", modules: &["call", "blocking"], imports: &["client"] },
        Layer { name: "client", modules: &["client"], imports: &["auth", "gate", "endpoint", "decode"] },
        Layer { name: "auth", modules: &["auth"], imports: &["attempt", "gate"] },
        Layer { name: "gate", modules: &["gate"], imports: &["attempt"] },
        Layer { name: "attempt", modules: &["attempt"], imports: &["transport", "retry", "oauth"] },
        Layer { name: "transport", modules: &["transport"], imports: &["runtime"] },
        Layer { name: "runtime", modules: &["runtime"], imports: &["base"] },
        // From here down everything compiles without a runtime and without an HTTP client.
        Layer { name: "retry", modules: &["retry"], imports: &["base"] },
        Layer { name: "oauth", modules: &["oauth"], imports: &["base"] },
        Layer { name: "endpoint", modules: &["endpoint"], imports: &["decode"] },
        Layer { name: "decode", modules: &["decode"], imports: &["model"] },
        Layer { name: "model", modules: &["model"], imports: &["base"] },
        Layer {
            name: "base",
            modules: &[
                "base_url",
                "clock",
                "cool_downs",
                "env",
                "error",
                "fingerprint",
                "id",
                "lenient",
                "operation",
                "page",
                "panics",
                "process",
                "scope",
                "secret",
                "sync",
                "text",
            ],
            imports: &[],
        },
    ],
    confined: &[
        Confined {
            paths: &["reqwest"],
            only_in: &["transport/reqwest.rs", "transport/reqwest/"],
            why: "the HTTP client can be exchanged, so one module knows it",
        },
        Confined {
            paths: &["redis"],
            only_in: &["auth/cache/redis.rs", "auth/cache/redis/"],
            why: "a feature that is off for most is in one folder",
        },
        Confined {
            paths: &["keyring", "keyring_core"],
            only_in: &["auth/cache/keyring.rs"],
            why: "a feature that is off for most is in one file",
        },
        Confined {
            paths: &["std::time::SystemTime::now", "std::time::Instant::now", "tokio::time::Instant::now"],
            only_in: &["clock.rs"],
            why: "time goes through `Clock`, so that tests can move it",
        },
        Confined {
            paths: &["std::thread::sleep"],
            only_in: &["clock.rs", "auth/cache/file/"],
            why: "every wait goes through `Clock`; only locks and renames of real files are tried again in real time",
        },
        Confined {
            paths: &["tokio::time::sleep", "tokio::time::sleep_until", "tokio::time::interval"],
            only_in: &["clock.rs", "auth/local/"],
            why: "every wait goes through `Clock`; only the sockets of the loopback login wait in real time",
        },
        Confined {
            paths: &["tokio::time::timeout", "tokio::time::timeout_at"],
            only_in: &[
                "clock.rs",
                "transport/reqwest.rs",
                // The look after a lost write, which ends with its sockets.
                "client/sending.rs",
                "auth/manager.rs",
                "auth/manager/",
                "auth/cache/redis/",
                "auth/local/",
            ],
            why: "only what is not ours is bounded in real time: sockets, caches of users, programs that end",
        },
        Confined {
            paths: &["std::env::var", "std::env::var_os", "std::env::vars", "std::env::vars_os"],
            only_in: &["env.rs"],
            why: "the environment is injected, so one file reads it",
        },
        Confined {
            paths: &["spotify_sandbox"],
            only_in: &[],
            why: "spotify-sdk uses the sandbox in tests and examples only",
        },
    ],
    forbidden: &[ForbiddenDependency {
        package: "spotify-sandbox",
        anywhere: false,
        why: "spotify-sdk uses the sandbox in tests and examples only",
    }],
};

const SANDBOX_STANDS_ALONE: &str =
    "the sandbox shares no code with the SDK: a mistake made on both sides would leave every test green";

const SANDBOX: CrateRules = CrateRules {
    folder: "crates/spotify-sandbox",
    layers: &[],
    confined: &[Confined {
        paths: &["spotify_sdk", "spotify_sdk_cli"],
        only_in: &[],
        why: SANDBOX_STANDS_ALONE,
    }],
    forbidden: &[
        ForbiddenDependency { package: "spotify-sdk", anywhere: true, why: SANDBOX_STANDS_ALONE },
        ForbiddenDependency { package: "spotify-sdk-cli", anywhere: true, why: SANDBOX_STANDS_ALONE },
    ],
};

/// What spotify-sdk must not pull in when its default features are off.
pub(super) const FOREIGN_TO_THE_PURE_HALF: &[&str] = &["tokio", "reqwest", "hyper", "hyper-util", "rustls"];
