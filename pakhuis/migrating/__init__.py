"""Moving house: everything of a Picqer account comes over its API into this Pakhuis."""
