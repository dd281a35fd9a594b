# ThreadSanitizer, for the rings without gRPC.
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1" CACHE STRING "")
set(QM_SANITIZE "thread" CACHE STRING "")
