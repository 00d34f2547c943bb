//! The SDK's operations by service and method, with typed arguments. Paths and the names of parameters are the SDK's; here stands
//! only which method makes which operation.

mod browse;
mod catalogue;
mod changes;
mod library;
mod player;
mod playlists;
mod recommendations;
mod search;
mod several;

use pyo3::prelude::*;

/// A function for each row, of operations that are `read`, or whose answer is `plain`: `name = Service.method(arguments), options`; `in "member"` where Spotify wraps the answer.
macro_rules! operations {
    ($how:ident; $(
        $name:ident = $Service:ident.$method:ident($($argument:ident: $Type:ty),*)
        $(in $member:literal)? $(, $option:ident: $Option:ty)*;
    )+) => {
        $(
            #[pyfunction]
            #[pyo3(signature = ($($argument,)* $($option = None),*))]
            fn $name($($argument: $Type,)* $($option: Option<$Option>),*) -> crate::operation::Operation {
                let call = spotify_sdk::service::$Service::new(()).$method($($argument),*);
                $(let call = match $option {
                    Some(value) => call.$option(crate::operations::Given::given(value)),
                    None => call,
                };)*
                let member: Option<&'static str> = None $(.or(Some($member)))?;
                crate::operation::Operation::$how(call, member)
            }
        )+

        pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(module.add_function(wrap_pyfunction!($name, module)?)?;)+
            Ok(())
        }
    };
}
use operations;

/// An option as Python gives it, and as the SDK takes it.
pub(crate) trait Given {
    type Sdk;

    fn given(self) -> Self::Sdk;
}

macro_rules! given_as_it_is {
    ($($Type:ty),+) => {$(
        impl Given for $Type {
            type Sdk = Self;

            fn given(self) -> Self {
                self
            }
        }
    )+};
}

given_as_it_is!(&str, String, bool, u32, u64);

impl<T> Given for Vec<T> {
    type Sdk = Self;

    fn given(self) -> Self {
        self
    }
}

/// Adds them all to the module.
pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    browse::add(module)?;
    catalogue::add(module)?;
    changes::add(module)?;
    library::add(module)?;
    player::add(module)?;
    player::commands::add(module)?;
    playlists::add(module)?;
    playlists::changes::add(module)?;
    recommendations::add(module)?;
    search::add(module)?;
    several::add(module)
}
