"""Numbers of parameters that torchvision's model pages or the papers print to the last digit.

AlexNet of 2012 is Caffe's bvlc_alexnet; Xception is table 3 of Chollet 2017; ResNet-50 v1 differs
from v1.5 only in where it strides.
"""

PUBLISHED_PARAMS = {
    "alexnet": 61_100_840,
    "alexnet_2012": 60_965_224,
    "vgg16": 138_357_544,
    "resnet18": 11_689_512,
    "resnet50": 25_557_032,
    "resnet50_v1": 25_557_032,
    "resnet101": 44_549_160,
    "resnext50_32x4d": 25_028_904,
    "mobilenet_v2": 3_504_872,
    "mobilenet_v3_large": 5_483_032,
    "mobilenet_v3_small": 2_542_856,
    "shufflenet_v2": 2_278_604,
    "squeezenet1_0": 1_248_424,
    "squeezenet1_1": 1_235_496,
    "efficientnet_b0": 5_288_548,
    "efficientnet_b1": 7_794_184,
    "efficientnet_b2": 9_109_994,
    "efficientnet_b3": 12_233_232,
    "efficientnet_b4": 19_341_616,
    "efficientnet_b7": 66_347_960,
    "xception": 22_855_952,
    "vit_b_16": 86_567_656,
    "vit_b_32": 88_224_232,
    "vit_l_16": 304_326_632,
}

ROUNDED_MACS = {
    "alexnet": 714e6,
    "vgg16": 15.47e9,
    "resnet50": 4.089e9,
    "mobilenet_v1": 569e6,
    "mobilenet_v2": 300e6,
    "shufflenet_v1_g3": 137e6,
    "shufflenet_v2": 146e6,
    "squeezenet1_1": 349e6,
    "efficientnet_b0": 386e6,
    "efficientnet_b7": 37.746e9,
    "vit_b_16": 17.564e9,
    "repvgg_a0": 1.4e9,
    "tiny_yolo_v2": 3.49e9,
    "tiny_yolo_v3": 2.78e9,
}
