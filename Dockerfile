# Builds Sightline and runs it: docker build -t sightline . && docker run --rm sightline doctor
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY .mvn .mvn
COPY pom.xml .
COPY src/main/java src/main/java
COPY src/main/resources src/main/resources
RUN mvn -B -ntp -Dmaven.test.skip=true package

FROM eclipse-temurin:17-jre
# libheif1 reads what phones send (HEIC, AVIF)
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libheif1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --create-home sightline
COPY --from=build /build/target/quarkus-app /sightline/target/quarkus-app
COPY src/main/model /sightline/src/main/model
COPY src/main/photos /sightline/src/main/photos
USER 10001
VOLUME /data
# weights and KV cache live outside of the heap; two malloc arenas keep freed memory from piling up a thread
ENV MALLOC_ARENA_MAX=2 \
    DJL_CACHE_DIR=/data/.djl.ai \
    JDK_JAVA_OPTIONS="-Xmx512m -Xms96m -Xmn64m -XX:MaxDirectMemorySize=400m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=25 -XX:-ShrinkHeapInSteps -XX:+UseSerialGC -Dsightline.home=/sightline"
EXPOSE 8080 9000
ENTRYPOINT ["java", "-jar", "/sightline/target/quarkus-app/quarkus-run.jar"]
CMD ["up", "--data", "/data"]
