//! TLS settings, made once for a process.

use std::sync::{Arc, OnceLock};

use rustls::ClientConfig;
use rustls::RootCertStore;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls_platform_verifier::Verifier;

use crate::error::{Error, Result};

/// For connections that use no TLS: nothing is loaded, and no certificate would be accepted.
pub(super) fn without_certificates() -> Result<ClientConfig, rustls::Error> {
    static CONFIG: OnceLock<ClientConfig> = OnceLock::new();
    if let Some(config) = CONFIG.get() {
        return Ok(config.clone());
    }
    let config = versions()?.with_root_certificates(RootCertStore::empty()).with_no_client_auth();
    Ok(CONFIG.get_or_init(|| config).clone())
}

/// The system's certificates, and `extra` ones.
pub(super) fn with_certificates(extra: &[Vec<u8>]) -> Result<ClientConfig, rustls::Error> {
    static SYSTEM: OnceLock<Arc<Verifier>> = OnceLock::new();
    let verifier = if extra.is_empty() {
        match SYSTEM.get() {
            Some(verifier) => verifier.clone(),
            None => {
                let verifier = Arc::new(Verifier::new(provider())?);
                SYSTEM.get_or_init(|| verifier).clone()
            }
        }
    } else {
        let extra = extra.iter().map(|der| CertificateDer::from(der.clone()));
        Arc::new(Verifier::new_with_extra_roots(extra, provider())?)
    };
    #[expect(
        clippy::disallowed_methods,
        reason = "rustls's name for every verifier but its own; this one asks the operating system"
    )]
    let builder = versions()?.dangerous();
    let mut config = builder.with_custom_certificate_verifier(verifier).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// Certificates in PEM, or one in DER.
pub(super) fn read_certificates(bytes: &[u8]) -> Result<Vec<Vec<u8>>> {
    let refuse = || Error::configuration("there is no certificate in what was given, neither PEM nor DER");
    if bytes.starts_with(&[0x30]) {
        let root = bytes.to_vec();
        return check(std::slice::from_ref(&root)).map(|()| vec![root]);
    }
    let certificates: Vec<Vec<u8>> = CertificateDer::pem_slice_iter(bytes)
        .map(|certificate| certificate.map(|der| der.to_vec()))
        .collect::<Result<_, _>>()
        .map_err(|error| refuse().with_source(error))?;
    if certificates.is_empty() {
        return Err(refuse());
    }
    check(&certificates).map(|()| certificates)
}

/// Whether certificates can be used as roots: what begins like one need not be one.
fn check(roots: &[Vec<u8>]) -> Result<()> {
    let mut store = RootCertStore::empty();
    for root in roots {
        store.add(CertificateDer::from_slice(root)).map_err(|error| {
            Error::configuration("an extra root certificate can't be used").with_source(error)
        })?;
    }
    Ok(())
}

/// The provider is named here instead of installed for the whole process, which belongs to the program.
fn provider() -> Arc<CryptoProvider> {
    static PROVIDER: OnceLock<Arc<CryptoProvider>> = OnceLock::new();
    PROVIDER.get_or_init(|| Arc::new(ring::default_provider())).clone()
}

fn versions() -> Result<rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>, rustls::Error> {
    ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// clippy is to object to each of these lines: an expectation that nothing fulfils is a warning, and so `cargo xtask lint` fails once the list in
    /// `clippy.toml` is no longer in force.
    #[test]
    fn fault_122_what_accepts_any_certificate_is_forbidden() {
        let builder = ::reqwest::Client::builder();
        #[expect(clippy::disallowed_methods, reason = "to see it refused")]
        let builder = builder.danger_accept_invalid_certs(false);
        #[expect(clippy::disallowed_methods, reason = "to see it refused")]
        let builder = builder.danger_accept_invalid_hostnames(false);
        #[expect(clippy::disallowed_methods, reason = "to see it refused")]
        let builder = builder.tls_danger_accept_invalid_certs(false);
        #[expect(clippy::disallowed_methods, reason = "to see it refused")]
        let builder = builder.tls_danger_accept_invalid_hostnames(false);
        drop(builder);
        let mut config = without_certificates().unwrap();
        #[expect(clippy::disallowed_methods, reason = "to see it refused")]
        let _dangerous = config.dangerous();
        // And the lint is on, in every crate of the workspace.
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let manifest = std::fs::read_to_string(root.join("Cargo.toml")).unwrap();
        assert!(manifest.contains("disallowed_methods = \"warn\""));
    }
}
