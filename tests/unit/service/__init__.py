"""Tests of the layer that knows protobuf and gRPC."""
