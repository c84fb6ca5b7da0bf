"""What every route takes and gives, field by field: for OpenAPI, its page, and the contract test."""
