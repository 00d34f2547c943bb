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

use pyo3::exceptions::{PyOverflowError, PyValueError};
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
            fn $name($($argument: $Type,)* $($option: Option<$Option>),*) -> PyResult<crate::operation::Operation> {
                let call = spotify_sdk::service::$Service::new(()).$method($($argument),*);
                $(let call = match $option {
                    Some(value) => call.$option(crate::operations::Given::given(value, stringify!($option))?),
                    None => call,
                };)*
                let member: Option<&'static str> = None $(.or(Some($member)))?;
                Ok(crate::operation::Operation::$how(call, member))
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

    /// # Errors
    /// `ValueError` with the option's name where Spotify knows no such value.
    fn given(self, name: &str) -> PyResult<Self::Sdk>;
}

macro_rules! given_as_it_is {
    ($($Type:ty),+) => {$(
        impl Given for $Type {
            type Sdk = Self;

            fn given(self, _: &str) -> PyResult<Self> {
                Ok(self)
            }
        }
    )+};
}

given_as_it_is!(&str, String, bool, u32, u64);

impl<T> Given for Vec<T> {
    type Sdk = Self;

    fn given(self, _: &str) -> PyResult<Self> {
        Ok(self)
    }
}

/// A whole number. One that is negative or too large is refused where its name is known, and not as the overflow that it is here.
pub(crate) enum Count {
    Fits(u32),
    Beyond(String),
}

impl<'py> FromPyObject<'_, 'py> for Count {
    type Error = PyErr;

    fn extract(number: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match number.extract() {
            Ok(fits) => Ok(Self::Fits(fits)),
            Err(error) if error.is_instance_of::<PyOverflowError>(number.py()) => {
                Ok(Self::Beyond(number.str()?.to_string()))
            }
            Err(error) => Err(error),
        }
    }
}

impl Given for Count {
    type Sdk = u32;

    fn given(self, name: &str) -> PyResult<u32> {
        match self {
            Self::Fits(number) => Ok(number),
            Self::Beyond(number) => {
                Err(PyValueError::new_err(format!("{name} must be from 0 to {}, not {number}", u32::MAX)))
            }
        }
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
