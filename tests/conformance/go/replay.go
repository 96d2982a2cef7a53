// Makes the calls of a corpus by grpc-go and prints the outcome of each as a line of JSON.
//
//	replay ADDRESS CORPUS
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"time"

	"google.golang.org/genproto/googleapis/rpc/code"
	_ "google.golang.org/genproto/googleapis/rpc/errdetails" // travel as Any
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	_ "resolver/v1"
)

const longest = 60 * time.Second
const longestLine = 16 << 20

var trailers = []string{"x-request-id", "grpc-retry-pushback-ms"}
var toJSON = protojson.MarshalOptions{UseProtoNames: true}

type call struct {
	Name            string
	Method          string
	Metadata        map[string]string
	Requests        []json.RawMessage
	DeadlineSeconds *float64 `json:"deadline_seconds"`
}

type outcome struct {
	Name     string            `json:"name"`
	Answers  []json.RawMessage `json:"answers"`
	Code     string            `json:"code"`
	Message  string            `json:"message,omitempty"`
	Details  []json.RawMessage `json:"details,omitempty"`
	Trailers map[string]string `json:"trailers"`
}

func main() {
	connection, err := grpc.Dial(os.Args[1], grpc.WithInsecure())
	must(err)
	corpus, err := os.Open(os.Args[2])
	must(err)
	lines := bufio.NewScanner(corpus)
	lines.Buffer(nil, longestLine)
	for lines.Scan() {
		var asked call
		must(json.Unmarshal(lines.Bytes(), &asked))
		line, err := json.Marshal(replay(connection, asked))
		must(err)
		fmt.Println(string(line))
	}
	must(lines.Err())
}

func replay(connection *grpc.ClientConn, asked call) outcome {
	patience := longest
	if asked.DeadlineSeconds != nil {
		patience = time.Duration(*asked.DeadlineSeconds * float64(time.Second))
	}
	limited, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	ctx := metadata.NewOutgoingContext(limited, metadata.New(asked.Metadata))

	trailer := metadata.MD{}
	answers, err := send(ctx, connection, methodOf(asked.Method), asked, &trailer)
	told := outcome{Name: asked.Name, Answers: answers, Trailers: map[string]string{}}
	ended := status.Convert(err).Proto()
	told.Code = code.Code(ended.GetCode()).String()
	told.Message = ended.GetMessage()
	for _, detail := range ended.GetDetails() {
		told.Details = append(told.Details, marshal(detail))
	}
	for _, name := range trailers {
		if values := trailer.Get(name); len(values) > 0 {
			told.Trailers[name] = values[0]
		}
	}
	return told
}

func send(
	ctx context.Context, connection *grpc.ClientConn, method protoreflect.MethodDescriptor, asked call, trailer *metadata.MD,
) (answers []json.RawMessage, err error) {
	answers = []json.RawMessage{}
	path := "/" + asked.Method
	if !method.IsStreamingClient() {
		answer := newMessage(method.Output())
		if err = connection.Invoke(ctx, path, read(method, asked.Requests[0]), answer, grpc.Trailer(trailer)); err == nil {
			answers = append(answers, marshal(answer))
		}
		return answers, err
	}
	stream, err := connection.NewStream(ctx, &grpc.StreamDesc{ServerStreams: true, ClientStreams: true}, path)
	if err != nil {
		return answers, err
	}
	for _, request := range asked.Requests {
		if err = stream.SendMsg(read(method, request)); err != nil {
			break // what ended it is told by RecvMsg
		}
	}
	stream.CloseSend()
	for {
		answer := newMessage(method.Output())
		if err = stream.RecvMsg(answer); err != nil {
			break
		}
		answers = append(answers, marshal(answer))
	}
	*trailer = stream.Trailer()
	if err == io.EOF {
		err = nil
	}
	return answers, err
}

func methodOf(path string) protoreflect.MethodDescriptor {
	found, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(strings.Replace(path, "/", ".", 1)))
	must(err)
	return found.(protoreflect.MethodDescriptor)
}

func newMessage(descriptor protoreflect.MessageDescriptor) proto.Message {
	kind, err := protoregistry.GlobalTypes.FindMessageByName(descriptor.FullName())
	must(err)
	return kind.New().Interface()
}

func read(method protoreflect.MethodDescriptor, request json.RawMessage) proto.Message {
	message := newMessage(method.Input())
	must(protojson.Unmarshal(request, message))
	return message
}

func marshal(message proto.Message) json.RawMessage {
	text, err := toJSON.Marshal(message)
	must(err)
	return text
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
