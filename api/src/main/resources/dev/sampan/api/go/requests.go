package main

// The bodies of Docker's requests, as its Go program declares them: faults of a body are told with these types. The comment behind
// a type names the package that Docker has it in. dev.sampan.api.go.GoTypes reads this file, and a test compiles it.

import "net/netip"

// Request types

type CreateRequest struct { // container
	*Config
	HostConfig       *HostConfig
	NetworkingConfig *NetworkingConfig
}

type UpdateConfig struct { // container
	Resources
	RestartPolicy RestartPolicy
}

type ExecCreateRequest struct { // container
	User         string
	Privileged   bool
	Tty          bool
	ConsoleSize  *[2]uint
	AttachStdin  bool
	AttachStderr bool
	AttachStdout bool
	DetachKeys   string
	Env          []string
	WorkingDir   string
	Cmd          []string
}

type ExecStartRequest struct { // container
	Detach      bool
	Tty         bool
	ConsoleSize *[2]uint
}

type NetworkCreateRequest struct { // network CreateRequest
	Name       string
	Driver     string
	Scope      string
	EnableIPv4 *bool
	EnableIPv6 *bool
	IPAM       *IPAM
	Internal   bool
	Attachable bool
	Ingress    bool
	ConfigOnly bool
	ConfigFrom *ConfigReference
	Options    map[string]string
	Labels     map[string]string
}

type ConnectRequest struct { // network
	Container      string
	EndpointConfig *EndpointSettings
}

type DisconnectRequest struct { // network
	Container string
	Force     bool
}

type VolumeCreateRequest struct { // volume CreateRequest
	Driver     string
	DriverOpts map[string]string
	Labels     map[string]string
	Name       string
}

// What they hold

type Config struct { // container
	Hostname        string
	Domainname      string
	User            string
	AttachStdin     bool
	AttachStdout    bool
	AttachStderr    bool
	ExposedPorts    PortSet
	Tty             bool
	OpenStdin       bool
	StdinOnce       bool
	Env             []string
	Cmd             []string
	Healthcheck     *HealthcheckConfig
	ArgsEscaped     bool
	Image           string
	Volumes         map[string]struct{}
	WorkingDir      string
	Entrypoint      []string
	NetworkDisabled bool
	MacAddress      string
	OnBuild         []string
	Labels          map[string]string
	StopSignal      string
	StopTimeout     *int
	Shell           []string
}

type HealthcheckConfig struct { // v1
	Test          []string
	Interval      Duration
	Timeout       Duration
	StartPeriod   Duration
	StartInterval Duration
	Retries       int
}

type HostConfig struct { // container
	Binds           []string
	ContainerIDFile string
	LogConfig       LogConfig
	NetworkMode     NetworkMode
	PortBindings    PortMap
	RestartPolicy   RestartPolicy
	AutoRemove      bool
	VolumeDriver    string
	VolumesFrom     []string
	ConsoleSize     [2]uint
	Annotations     map[string]string
	CapAdd          []string
	CapDrop         []string
	CgroupnsMode    CgroupnsMode
	DNS             []netip.Addr `json:"Dns"`
	DNSOptions      []string     `json:"DnsOptions"`
	DNSSearch       []string     `json:"DnsSearch"`
	ExtraHosts      []string
	GroupAdd        []string
	IpcMode         IpcMode
	Cgroup          CgroupSpec
	Links           []string
	OomScoreAdj     int
	PidMode         PidMode
	Privileged      bool
	PublishAllPorts bool
	ReadonlyRootfs  bool
	SecurityOpt     []string
	StorageOpt      map[string]string
	Tmpfs           map[string]string
	UTSMode         UTSMode
	UsernsMode      UsernsMode
	ShmSize         int64
	Sysctls         map[string]string
	Runtime         string
	Isolation       Isolation
	Resources
	Mounts        []Mount
	MaskedPaths   []string
	ReadonlyPaths []string
	Init          *bool
}

type Resources struct { // container
	CPUShares            int64 `json:"CpuShares"`
	Memory               int64
	NanoCPUs             int64 `json:"NanoCpus"`
	CgroupParent         string
	BlkioWeight          uint16
	BlkioWeightDevice    []*WeightDevice
	BlkioDeviceReadBps   []*ThrottleDevice
	BlkioDeviceWriteBps  []*ThrottleDevice
	BlkioDeviceReadIOps  []*ThrottleDevice
	BlkioDeviceWriteIOps []*ThrottleDevice
	CPUPeriod            int64 `json:"CpuPeriod"`
	CPUQuota             int64 `json:"CpuQuota"`
	CPURealtimePeriod    int64 `json:"CpuRealtimePeriod"`
	CPURealtimeRuntime   int64 `json:"CpuRealtimeRuntime"`
	CpusetCpus           string
	CpusetMems           string
	Devices              []DeviceMapping
	DeviceCgroupRules    []string
	DeviceRequests       []DeviceRequest
	MemoryReservation    int64
	MemorySwap           int64
	MemorySwappiness     *int64
	OomKillDisable       *bool
	PidsLimit            *int64
	Ulimits              []*Ulimit
	CPUCount             int64 `json:"CpuCount"`
	CPUPercent           int64 `json:"CpuPercent"`
	IOMaximumIOps        uint64
	IOMaximumBandwidth   uint64
}

type RestartPolicy struct { // container
	Name              RestartPolicyMode
	MaximumRetryCount int
}

type LogConfig struct { // container
	Type   string
	Config map[string]string
}

type WeightDevice struct { // blkiodev
	Path   string
	Weight uint16
}

type ThrottleDevice struct { // blkiodev
	Path string
	Rate uint64
}

type DeviceMapping struct { // container
	PathOnHost        string
	PathInContainer   string
	CgroupPermissions string
}

type DeviceRequest struct { // container
	Driver       string
	Count        int
	DeviceIDs    []string
	Capabilities [][]string
	Options      map[string]string
}

type Ulimit struct { // units
	Name string
	Hard int64
	Soft int64
}

type Mount struct { // mount
	Type           Type
	Source         string
	Target         string
	ReadOnly       bool
	Consistency    Consistency
	BindOptions    *BindOptions
	VolumeOptions  *VolumeOptions
	ImageOptions   *ImageOptions
	TmpfsOptions   *TmpfsOptions
	ClusterOptions *ClusterOptions
}

type BindOptions struct { // mount
	Propagation            Propagation
	NonRecursive           bool
	CreateMountpoint       bool
	ReadOnlyNonRecursive   bool
	ReadOnlyForceRecursive bool
}

type VolumeOptions struct { // mount
	NoCopy       bool
	Labels       map[string]string
	Subpath      string
	DriverConfig *MountDriver
}

type MountDriver struct { // mount Driver
	Name    string
	Options map[string]string
}

type ImageOptions struct { // mount
	Subpath string
}

type TmpfsOptions struct { // mount
	SizeBytes int64
	Mode      FileMode
	Options   [][]string
}

type ClusterOptions struct { // mount
}

type NetworkingConfig struct { // network
	EndpointsConfig map[string]*EndpointSettings
}

type EndpointSettings struct { // network
	IPAMConfig          *EndpointIPAMConfig
	Links               []string
	Aliases             []string
	DriverOpts          map[string]string
	GwPriority          int
	NetworkID           string
	EndpointID          string
	Gateway             netip.Addr
	IPAddress           netip.Addr
	MacAddress          HardwareAddr
	IPPrefixLen         int
	IPv6Gateway         netip.Addr
	GlobalIPv6Address   netip.Addr
	GlobalIPv6PrefixLen int
	DNSNames            []string
}

type EndpointIPAMConfig struct { // network
	IPv4Address  netip.Addr
	IPv6Address  netip.Addr
	LinkLocalIPs []netip.Addr
}

type IPAM struct { // network
	Driver  string
	Options map[string]string
	Config  []IPAMConfig
}

type IPAMConfig struct { // network
	Subnet     netip.Prefix
	IPRange    netip.Prefix
	Gateway    netip.Addr
	AuxAddress map[string]netip.Addr `json:"AuxiliaryAddresses"`
}

type ConfigReference struct { // network
	Network string
}

type PortBinding struct { // network
	HostIP   netip.Addr `json:"HostIp"`
	HostPort string
}

type PortSet map[Port]struct{}       // network
type PortMap map[Port][]PortBinding  // network
type Duration int64                  // time
type FileMode uint32                 // fs
type NetworkMode string              // container
type CgroupnsMode string             // container
type IpcMode string                  // container
type CgroupSpec string               // container
type PidMode string                  // container
type UTSMode string                  // container
type UsernsMode string               // container
type Isolation string                // container
type RestartPolicyMode string        // container
type Type string                     // mount
type Consistency string              // mount
type Propagation string              // mount
