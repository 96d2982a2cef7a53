"""The only layer that knows protobuf and gRPC."""
