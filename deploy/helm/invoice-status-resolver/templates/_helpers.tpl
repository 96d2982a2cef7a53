{{- define "resolver.name" -}}
{{- ternary .Release.Name (printf "%s-%s" .Release.Name .Chart.Name) (contains .Chart.Name .Release.Name) | trunc 58 | trimSuffix "-" -}}
{{- end }}

{{- define "resolver.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "resolver.labels" -}}
{{ include "resolver.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "resolver.image" -}}
{{ .Values.image.repository }}{{ if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}

{{/* What the chart itself sets; `settings` adds the others. */}}
{{- define "resolver.settings" -}}
RESOLVER_ADDRESS: "0.0.0.0:50051"
RESOLVER_METRICS_ADDRESS: "0.0.0.0:9464"
RESOLVER_DRAIN_SECONDS: {{ .Values.drainSeconds }}
RESOLVER_GRACE_SECONDS: {{ .Values.graceSeconds }}
RESOLVER_REQUIRE_TESTS: {{ .Values.rules.requireTests }}
RESOLVER_INSECURE: {{ .Values.insecure }}
{{- with .Values.rules.bundleUrl }}
RESOLVER_BUNDLE: {{ . | quote }}
{{- end }}
{{- if .Values.rules.volume }}
RESOLVER_BUNDLE: /rules/{{ .Values.rules.bundle }}
{{- end }}
{{- with .Values.rules.publicKeys }}
{{- $files := list }}
{{- range $name := keys . | sortAlpha }}{{ $files = append $files (printf "/etc/resolver/keys/%s" $name) }}{{ end }}
RESOLVER_BUNDLE_KEYS: {{ join ":" $files }}
{{- end }}
{{- if .Values.tls.secret }}
RESOLVER_TLS_CERTIFICATE: /etc/resolver/tls/tls.crt
RESOLVER_TLS_KEY: /etc/resolver/tls/tls.key
{{- if .Values.tls.clientCa }}
RESOLVER_TLS_CLIENT_CA: /etc/resolver/tls/ca.crt
{{- end }}
{{- end }}
{{- if .Values.callers.secret }}
RESOLVER_CALLERS: /etc/resolver/callers/callers.yaml
{{- end }}
{{- end }}
