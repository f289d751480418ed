"""The register of certificates over HTTP."""
