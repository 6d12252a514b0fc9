"""Work that outlasts a request: a run is a row before it is a task."""
