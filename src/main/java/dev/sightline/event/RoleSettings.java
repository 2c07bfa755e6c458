package dev.sightline.event;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.Set;

/** Which parts this process plays. */
@ConfigMapping(prefix = "sightline.roles")
public interface RoleSettings {
    /** All of them run together by default; in production each can have processes of its own. */
    @WithParentName
    @WithDefault("caption,intake,document,index,web,replay,sink")
    Set<Role> roles();
}
