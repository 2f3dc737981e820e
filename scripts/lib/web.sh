# shellcheck shell=bash
# The web servers before the responder, with the very files of etc/. Sourced by scripts/run and the integration tests.
#
# All they need is in $sockets, a directory whose path has neither blanks nor quotes, as their configuration bears none:
# artistbot.sock, tmp, and www, etc, log and var or links to them. The configuration is written into var; they listen
# on $port. Where $standin_port is not 0, the stand-in's pictures are passed on as well; where relay.sock is to be there
# ($relay is set), the relay's paths are.

# shellcheck disable=SC2034,SC2154 # command; sockets, port, standin_port, relay

readonly PICTURES=/images/

command_relay() {
	command=("${python:-python3}" -B "$root/scripts/lib/relay.py" --socket "$sockets/relay.sock" --port "$port"
		--standin-pictures "$([ "${standin_port:-0}" = 0 ] || printf %s $PICTURES)")
}

command_lighttpd() { command=(lighttpd -D -f "$sockets/var/lighttpd.conf"); }

command_nginx() {
	command=(nginx -e "$sockets/log/nginx.log" -p "$sockets" -c "$sockets/var/nginx.conf")
}

write_lighttpd() {
	cat >"$sockets/var/lighttpd.conf" <<-END || return
		server.bind = "127.0.0.1"
		server.port = $port
		server.document-root = "$sockets/www"
		server.errorlog = "$sockets/log/lighttpd.log"
		server.upload-dirs = ( "$sockets/tmp" )
		server.tag = ""
		server.modules = ( "mod_indexfile", "mod_accesslog" )
		accesslog.filename = "$sockets/log/access.log"
		accesslog.format = "%{%FT%T%z}t %s \"%r\" %I/%O bytes %{ms}T ms"
		index-file.names = ( "index.html" )
		mimetype.assign = ( ".html" => "text/html; charset=utf-8", ".json" => "application/json; charset=utf-8",
		                    ".css" => "text/css; charset=utf-8", ".js" => "text/javascript; charset=utf-8",
		                    ".svg" => "image/svg+xml", ".png" => "image/png", ".jpg" => "image/jpeg",
		                    ".ico" => "image/vnd.microsoft.icon" )
		\$HTTP["url"] =~ "/\\." { url.access-deny = ( "" ) }
		server.modules += ( "mod_access" )
		var.artistbot_socket = "$sockets/artistbot.sock"
		var.artistbot_lua = "$sockets/etc/lighttpd/sorry.lua"
		var.artistbot_sorry = "$sockets/www/sorry.json"
		include "$sockets/etc/lighttpd/artistbot.conf"
		$(lighttpd_proxies)
	END
}

# What only the development set-up has.
lighttpd_proxies() {
	[ -n "${relay:-}" ] || return 0
	cat <<-END
		server.modules += ( "mod_proxy" )
		\$HTTP["url"] =~ "^/dev(/|\.json\$)" { proxy.server = ( "" => (( "host" => "$sockets/relay.sock" )) ) }
	END
	[ "${standin_port:-0}" = 0 ] || cat <<-END
		\$HTTP["url"] =~ "^$PICTURES" { proxy.server = ( "" => (( "host" => "127.0.0.1", "port" => $standin_port )) ) }
	END
}

nginx_proxies() {
	[ -n "${relay:-}" ] || return 0
	# The relay may wait for a callback for 20 s.
	cat <<-END
		location ~ ^/dev(/|\.json$) {
		    proxy_pass http://unix:$sockets/relay.sock;
		    proxy_set_header Host \$http_host;
		    client_max_body_size 256k;
		    proxy_max_temp_file_size 0;
		}
	END
	[ "${standin_port:-0}" = 0 ] || printf 'location %s { proxy_pass http://127.0.0.1:%s; }\n' $PICTURES "$standin_port"
}

write_nginx() {
	nginx_proxies >"$sockets/var/nginx-proxies.conf" || return
	sed -e "/^\tinclude .*artistbot-skill.conf/r $sockets/var/nginx-proxies.conf" -e "s|unix:/run/artistbot/artistbot.sock|unix:$sockets/artistbot.sock|" \
		-e "s|listen 127.0.0.1:8080;|listen 127.0.0.1:$port;|" \
		-e "s|root /usr/share/artistbot/www;|root $sockets/www;|" \
		-e "s|/var/log/nginx/artistbot.log|$sockets/log/access.log|" \
		-e "s|/etc/nginx/snippets/artistbot-skill.conf|$sockets/etc/nginx/skill.conf|" \
		"$sockets/etc/nginx/artistbot.conf" >"$sockets/var/nginx-site.conf" || return
	# root's workers stay root, for the clone may lie where nobody else may enter.
	cat >"$sockets/var/nginx.conf" <<-END || return
		$([ "$(id -u)" != 0 ] || echo 'user root;')
		daemon off;
		worker_processes 1;
		pid $sockets/nginx.pid;
		error_log $sockets/log/nginx.log warn;
		worker_rlimit_nofile 8192;
		events { worker_connections 4096; }
		http {
		    types {
		        text/html html;
		        text/css css;
		        text/javascript js;
		        application/json json;
		        image/svg+xml svg;
		        image/png png;
		        image/jpeg jpg;
		        image/vnd.microsoft.icon ico;
		    }
		    charset utf-8;
		    charset_types text/css text/javascript application/json;
		    client_body_temp_path $sockets/tmp/body;
		    proxy_temp_path $sockets/tmp/proxy;
		    fastcgi_temp_path $sockets/tmp/fastcgi;
		    uwsgi_temp_path $sockets/tmp/uwsgi;
		    scgi_temp_path $sockets/tmp/scgi;
		    include $sockets/var/nginx-site.conf;
		}
	END
}
