"""The only layer that knows protobuf and gRPC."""

import os

# The gRPC library reads this as it is imported. It would write to standard error, word for word,
# what clients send, and so let anybody forge lines of the log.
os.environ.setdefault("GRPC_VERBOSITY", "NONE")
