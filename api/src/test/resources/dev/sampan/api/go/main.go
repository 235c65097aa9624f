package main

// Reads lines "TYPE BASE64" and prints what encoding/json says of each body decoded into that type, "ok" for nothing.

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
)

// As github.com/moby/moby/api/types/network declares them.
type Port struct {
	number uint16
	proto  string
}

func (p *Port) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		return errors.New("invalid port: value is empty")
	}
	port, proto, _ := strings.Cut(string(text), "/")
	n, err := number(port)
	if err != nil {
		return fmt.Errorf("invalid port '%s': %w", port, err)
	}
	*p = Port{n, proto}
	return nil
}

func number(text string) (uint16, error) {
	if text == "" {
		return 0, errors.New("value is empty")
	}
	n, err := strconv.ParseUint(text, 10, 16)
	var numErr *strconv.NumError
	if errors.As(err, &numErr) {
		err = numErr.Err
	}
	return uint16(n), err
}

type HardwareAddr net.HardwareAddr

func (a *HardwareAddr) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		return nil
	}
	parsed, err := net.ParseMAC(string(text))
	*a = HardwareAddr(parsed)
	return err
}

func target(name string) any {
	switch name {
	case "CreateRequest":
		return new(CreateRequest)
	case "UpdateConfig":
		return new(UpdateConfig)
	case "ExecCreateRequest":
		return new(ExecCreateRequest)
	case "ExecStartRequest":
		return new(ExecStartRequest)
	case "NetworkCreateRequest":
		return new(NetworkCreateRequest)
	case "ConnectRequest":
		return new(ConnectRequest)
	case "DisconnectRequest":
		return new(DisconnectRequest)
	case "VolumeCreateRequest":
		return new(VolumeCreateRequest)
	}
	return new(Config)
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for lines.Scan() {
		name, coded, _ := strings.Cut(lines.Text(), " ")
		body, _ := base64.StdEncoding.DecodeString(coded)
		err := json.NewDecoder(bytes.NewReader(body)).Decode(target(name))
		text := "ok"
		if err != nil {
			text = err.Error()
		}
		fmt.Fprintln(out, strconv.QuoteToASCII(text))
	}
}
