package chat.parlor.people;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens of guests, valid for ever on the installation that issued them: who shows one is the same
 * guest again. The key is derived from the installation's secret for this purpose alone.
 */
final class GuestTokens {
  static final JOSEObjectType TYPE = new JOSEObjectType("parlor-guest");
  private static final String PURPOSE = "parlor guest tokens, 1";
  private static final String NAMED = "named";

  private final MACSigner signer;
  private final MACVerifier verifier;

  GuestTokens(byte[] installationSecret) {
    try {
      Mac derive = Mac.getInstance("HmacSHA256");
      derive.init(new SecretKeySpec(installationSecret, "HmacSHA256"));
      byte[] key = derive.doFinal(PURPOSE.getBytes(StandardCharsets.UTF_8));
      signer = new MACSigner(key);
      verifier = new MACVerifier(key);
    } catch (GeneralSecurityException | JOSEException e) {
      throw new IllegalStateException("this JDK cannot do HMAC with SHA-256", e);
    }
  }

  String issue(Person guest) {
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256).type(TYPE).build();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject(guest.userId())
            .claim("name", guest.name())
            .claim(NAMED, guest.named())
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("a guest's token cannot be signed", e);
    }
    return token.serialize();
  }

  Person verify(JWSHeader header, TrustedKeys.Signed signed, SignedJWT token)
      throws BadToken, JOSEException, ParseException {
    if (!header.getAlgorithm().equals(JWSAlgorithm.HS256)
        || !verifier.verify(header, signed.input(), signed.signature())) {
      throw new BadToken("not a guest's token of this installation");
    }
    JWTClaimsSet claims = token.getJWTClaimsSet();
    return new Person(
        claims.getSubject(),
        claims.getStringClaim("name"),
        true,
        claims.getBooleanClaim(NAMED),
        Optional.empty(),
        Optional.empty());
  }
}
